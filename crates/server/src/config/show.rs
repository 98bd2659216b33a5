//! The effective configuration as `check` prints it. The configuration holds paths, never
//! secrets, so all of it can be shown.

use std::fmt::Write;

use super::{Config, DirectoryConfig, ProviderConfig};

pub(super) fn text(config: &Config) -> String {
    let mut lines = Lines::default();
    lines.put("mode", format_args!("{:?}", config.mode));
    lines.put("public_url", &config.public_url);
    lines.put("listen", config.listen);
    lines.put("assets", config.assets.display());
    lines.put(
        "sandbox_url",
        config
            .sandbox_url
            .as_ref()
            .map_or("none", |url| url.as_str()),
    );
    let proxies: Vec<_> = config
        .proxy
        .addresses
        .iter()
        .map(ToString::to_string)
        .collect();
    lines.put("proxy.addresses", proxies.join(" "));
    lines.put(
        "proxy.header",
        config.proxy.header.as_deref().unwrap_or("none"),
    );
    provider(
        &mut lines,
        "digital_id",
        &config.digital_id,
        &config.digital_id_redirect(),
    );
    provider(
        &mut lines,
        "utokyo",
        &config.utokyo,
        &config.utokyo_redirect(),
    );
    lines.put("tenant.id", &config.tenant.id);
    lines.put("tenant.user_name_domain", &config.tenant.user_name_domain);
    lines.put("tenant.strong_context", &config.tenant.strong_context);
    directory(&mut lines, &config.directory);
    lines.put("store.url", &config.store.url);
    for root in &config.keys.roots {
        lines.put(&format!("keys.roots.{}", root.number), root.file.display());
    }
    lines.put("app.custom_scheme", &config.app.custom_scheme);
    lines.put(
        "app.claimed_link",
        config
            .app
            .claimed_link
            .as_ref()
            .map_or("none", |url| url.as_str()),
    );
    lines.put("lifetimes", format_args!("{:?}", config.lifetimes));
    lines.put("limits", format_args!("{:?}", config.limits));
    lines.put("retention", format_args!("{:?}", config.retention));
    lines.put(
        "log",
        format_args!("{:?} {}", config.log.format, config.log.filter),
    );
    lines.put("texts", format_args!("{:#?}", config.texts));
    lines.0
}

fn provider(lines: &mut Lines, section: &str, provider: &ProviderConfig, redirect: &str) {
    let mut put =
        |key: &str, value: &dyn std::fmt::Display| lines.put(&format!("{section}.{key}"), value);
    put("issuer", &provider.issuer);
    put("client_id", &provider.client_id);
    put("redirect (register exactly this)", &redirect);
    put("key", &provider.key.display());
    put("algorithm", &provider.algorithm.name());
    put("id_token_algorithm", &provider.id_token_algorithm.name());
    put(
        "acr_values",
        &provider.acr_values.as_deref().unwrap_or("none"),
    );
    put(
        "required_acr",
        &provider.required_acr.as_deref().unwrap_or("none"),
    );
    match &provider.endpoints {
        None => put("endpoints", &"from the provider's metadata"),
        Some(endpoints) => {
            put("endpoints.authorization", &endpoints.authorization);
            put("endpoints.token", &endpoints.token);
            put("endpoints.jwks", &endpoints.jwks);
        }
    }
}

fn directory(lines: &mut Lines, directory: &DirectoryConfig) {
    lines.put("directory.url", &directory.url);
    lines.put("directory.token_url", &directory.token_url);
    lines.put("directory.client_id", &directory.client_id);
    lines.put("directory.key", directory.key.display());
    lines.put("directory.algorithm", directory.algorithm.name());
    lines.put("directory.use_instead", &directory.use_instead);
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    fn put(&mut self, key: &str, value: impl std::fmt::Display) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "{key} = {value}");
    }
}
