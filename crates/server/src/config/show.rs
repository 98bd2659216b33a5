//! The effective configuration as `check` prints it: TOML that can be read again. The
//! configuration holds paths, never secrets, so all of it can be shown.

use ident_core::limit::Limit;
use ident_core::time::Span;
use ident_oidc::AudienceRule;
use ident_wire::Both;
use toml::Value;

use super::lines::Lines;
use super::{
    Config, DirectoryConfig, DirectoryLogConfig, KioskConfig, LogFormat, MailConfig, MailTls, Mode,
    ProviderConfig, Texts,
};

pub(super) fn text(config: &Config) -> String {
    let mut lines = Lines::default();
    basics(&mut lines, config);
    let redirect = config.digital_id_redirect();
    provider(&mut lines, "digital_id", &config.digital_id, &redirect);
    provider(
        &mut lines,
        "utokyo",
        &config.utokyo,
        &config.utokyo_redirect(),
    );
    lines.put("tenant.id", config.tenant.id.as_str());
    lines.put(
        "tenant.user_name_domain",
        config.tenant.user_name_domain.as_str(),
    );
    lines.put(
        "tenant.strong_context",
        config.tenant.strong_context.as_str(),
    );
    directory(&mut lines, &config.directory);
    storage(&mut lines, config);
    mail(&mut lines, config.mail.as_ref());
    lifetimes(&mut lines, config);
    limits(&mut lines, config);
    leaving(&mut lines, config);
    kiosk(&mut lines, &config.kiosk);
    texts(&mut lines, &config.texts);
    lines.into_text()
}

fn basics(lines: &mut Lines, config: &Config) {
    let mode = match config.mode {
        Mode::Sandbox => "sandbox",
        Mode::Production => "production",
    };
    lines.put("mode", mode);
    lines.put("public_url", config.public_url.as_str());
    lines.put("listen", config.listen.to_string());
    lines.put("assets", config.assets.display().to_string());
    lines.put_some(
        "sandbox_url",
        config.sandbox_url.as_ref().map(url::Url::as_str),
    );
    let proxies = config
        .proxy
        .addresses
        .iter()
        .map(|network| network.to_string().into());
    lines.put("proxy.addresses", Value::Array(proxies.collect()));
    lines.put_some("proxy.header", config.proxy.header.as_deref());
    lines.put("app.custom_scheme", config.app.custom_scheme.as_str());
    lines.put_some(
        "app.claimed_link",
        config.app.claimed_link.as_ref().map(url::Url::as_str),
    );
    let format = match config.log.format {
        LogFormat::Text => "text",
        LogFormat::Json => "json",
    };
    lines.put("log.format", format);
    lines.put("log.filter", config.log.filter.as_str());
}

fn provider(lines: &mut Lines, section: &str, provider: &ProviderConfig, redirect: &str) {
    lines.note(&format!(
        "Register exactly this redirect address: {redirect}"
    ));
    let key = |name: &str| format!("{section}.{name}");
    lines.put(&key("issuer"), provider.issuer.as_str());
    lines.put(&key("client_id"), provider.client_id.as_str());
    lines.put(&key("key"), provider.key.display().to_string());
    lines.put(&key("algorithm"), provider.algorithm.name());
    lines.put(
        &key("id_token_algorithm"),
        provider.id_token_algorithm.name(),
    );
    let audience = match &provider.assertion_audience {
        AudienceRule::TokenEndpoint => "token_endpoint",
        AudienceRule::Issuer => "issuer",
        AudienceRule::Exact(audience) => audience,
    };
    lines.put(&key("assertion_audience"), audience);
    lines.put_some(
        &key("certificate_sha256"),
        provider.certificate_sha256.as_deref(),
    );
    let hosts = provider
        .allowed_hosts
        .iter()
        .map(|host| host.as_str().into());
    lines.put(&key("allowed_hosts"), Value::Array(hosts.collect()));
    lines.put(
        &key("iss_parameter_required"),
        provider.iss_parameter_required,
    );
    lines.put_some(&key("acr_values"), provider.acr_values.as_deref());
    lines.put_some(&key("required_acr"), provider.required_acr.as_deref());
    if let Some(endpoints) = &provider.endpoints {
        lines.put(
            &key("endpoints.authorization"),
            endpoints.authorization.as_str(),
        );
        lines.put(&key("endpoints.token"), endpoints.token.as_str());
        let userinfo = endpoints.userinfo.as_ref().map(url::Url::as_str);
        lines.put_some(&key("endpoints.userinfo"), userinfo);
        lines.put(&key("endpoints.jwks"), endpoints.jwks.as_str());
    }
}

fn directory(lines: &mut Lines, directory: &DirectoryConfig) {
    lines.put("directory.url", directory.url.as_str());
    lines.put("directory.token_url", directory.token_url.as_str());
    lines.put("directory.client_id", directory.client_id.as_str());
    lines.put("directory.key", directory.key.display().to_string());
    lines.put("directory.algorithm", directory.algorithm.name());
    lines.put_some(
        "directory.certificate_sha256",
        directory.certificate_sha256.as_deref(),
    );
    lines.put("directory.scope", directory.scope.as_str());
    lines.put("directory.use_instead", directory.use_instead.as_str());
    if let Some(sessions) = &directory.sessions {
        let key = sessions.key.display().to_string();
        lines.put("directory.sessions.client_id", sessions.client_id.as_str());
        lines.put("directory.sessions.key", key);
        lines.put("directory.sessions.algorithm", sessions.algorithm.name());
        lines.put_some(
            "directory.sessions.certificate_sha256",
            sessions.certificate_sha256.as_deref(),
        );
    }
    let socket = directory.agent.as_ref();
    let socket = socket.map(|agent| agent.socket.display().to_string());
    lines.put_some("directory.agent.socket", socket.as_deref());
    match &directory.log {
        None => {
            lines.note("No [directory.log]: nobody sees that the credential is used by others.");
            lines.put("directory.without_log", directory.without_log);
        }
        Some(log) => directory_log(lines, log),
    }
    lines.put(
        "directory.temporary_passwords",
        directory.temporary_passwords,
    );
    for (key, number) in [
        ("directory.writes", directory.writes),
        ("directory.writes_window_s", directory.writes_window_s),
        ("directory.settle_s", directory.settle_s),
    ] {
        lines.put(key, i64::from(number));
    }
}

fn directory_log(lines: &mut Lines, log: &DirectoryLogConfig) {
    let list = |names: &[String]| {
        let names = names.iter().map(|name| Value::from(name.as_str()));
        Value::Array(names.collect())
    };
    lines.put("directory.log.client_id", log.client_id.as_str());
    lines.put("directory.log.key", log.key.display().to_string());
    lines.put("directory.log.algorithm", log.algorithm.name());
    lines.put_some(
        "directory.log.certificate_sha256",
        log.certificate_sha256.as_deref(),
    );
    let principals = list(&log.service_principals);
    lines.put("directory.log.service_principals", principals);
    lines.put("directory.log.read", log.read.name());
    lines.put("directory.log.every_s", i64::from(log.every_s));
    lines.put("directory.log.patience_s", i64::from(log.patience_s));
    for (name, _, names) in log.activities.lists() {
        lines.put(&format!("directory.log.activities.{name}"), list(names));
    }
}

fn leaving(lines: &mut Lines, config: &Config) {
    lines.put("salvage.access_days", i64::from(config.salvage.access_days));
    lines.put("office.role", config.office.role.as_str());
    match &config.archive {
        None => lines.note("No [archive]: what clerks approve waits."),
        Some(archive) => {
            lines.put("archive.url", archive.url.as_str());
            lines.put(
                "archive.token_file",
                archive.token_file.display().to_string(),
            );
        }
    }
    match &config.alumni {
        None => lines.note("No [alumni]: joining is not open yet."),
        Some(alumni) => {
            lines.put("alumni.name.ja", alumni.name.ja.as_str());
            lines.put("alumni.name.en", alumni.name.en.as_str());
            lines.put("alumni.url", alumni.url.as_str());
            lines.put("alumni.audience", alumni.audience.as_str());
            lines.put("alumni.key", alumni.key.display().to_string());
        }
    }
}

fn kiosk(lines: &mut Lines, kiosk: &KioskConfig) {
    for (key, span) in [
        ("kiosk.invitation_s", kiosk.invitation),
        ("kiosk.visit_idle_s", kiosk.visit_idle),
        ("kiosk.visit_absolute_s", kiosk.visit_absolute),
        ("kiosk.heartbeat_s", kiosk.heartbeat),
        ("kiosk.stale_s", kiosk.stale),
    ] {
        lines.put(key, seconds(span));
    }
    if kiosk.networks.is_empty() {
        lines.note("No kiosk.networks: an enrolled kiosk may ask from anywhere.");
    }
    let networks = kiosk
        .networks
        .iter()
        .map(|network| network.to_string().into());
    lines.put("kiosk.networks", Value::Array(networks.collect()));
    lines.put("kiosk.counter.ja", kiosk.counter.ja.as_str());
    lines.put("kiosk.counter.en", kiosk.counter.en.as_str());
    for (key, limit) in [
        ("enrolments_by_network", kiosk.enrolments_by_network),
        ("enrolments", kiosk.enrolments),
        ("visits_by_kiosk", kiosk.visits_by_kiosk),
        ("starts_by_kiosk", kiosk.starts_by_kiosk),
        ("heartbeats_by_kiosk", kiosk.heartbeats_by_kiosk),
    ] {
        lines.put(&format!("kiosk.{key}.max"), i64::from(limit.max));
        lines.put(&format!("kiosk.{key}.window_s"), seconds(limit.window));
    }
}

fn storage(lines: &mut Lines, config: &Config) {
    lines.put("store.url", config.store.url.as_str());
    let password = config
        .store
        .password_file
        .as_ref()
        .map(|file| file.display().to_string());
    lines.put_some("store.password_file", password.as_deref());
    let root = |root: &super::RootKey| {
        let file = root.file.display().to_string();
        let pairs = [
            ("number", Value::from(i64::from(root.number))),
            ("file", Value::from(file)),
        ];
        Value::Table(
            pairs
                .map(|(key, value)| (key.to_owned(), value))
                .into_iter()
                .collect(),
        )
    };
    lines.put(
        "keys.roots",
        Value::Array(config.keys.roots.iter().map(root).collect()),
    );
}

fn mail(lines: &mut Lines, mail: Option<&MailConfig>) {
    let Some(mail) = mail else {
        lines.note("Without a section [mail], mails stay in the queue.");
        return;
    };
    lines.put("mail.url", mail.url.as_str());
    lines.put_some("mail.user", mail.user.as_deref());
    let password = mail.password_file.as_ref();
    let password = password.map(|file| file.display().to_string());
    lines.put_some("mail.password_file", password.as_deref());
    lines.put_some("mail.tls", mail.tls.map(MailTls::name));
    let ca = mail.ca_file.as_ref().map(|file| file.display().to_string());
    lines.put_some("mail.ca_file", ca.as_deref());
    lines.put("mail.from", mail.from.as_str());
    lines.put_some("mail.reply_to", mail.reply_to.as_deref());
    lines.put("mail.enabled", mail.enabled);
}

fn lifetimes(lines: &mut Lines, config: &Config) {
    let lifetimes = &config.lifetimes;
    for (key, span) in [
        ("lifetimes.offer_s", lifetimes.offer),
        ("lifetimes.at_provider_s", lifetimes.at_provider),
        ("lifetimes.claim_s", lifetimes.claim),
        ("lifetimes.digits_s", lifetimes.digits),
        ("lifetimes.confirming_s", lifetimes.confirming),
        ("lifetimes.hand_back_s", lifetimes.hand_back),
        ("lifetimes.proof_s", lifetimes.proof),
        ("lifetimes.visit_idle_s", lifetimes.visit_idle),
        ("lifetimes.visit_absolute_s", lifetimes.visit_absolute),
        ("retention.visits_s", config.retention.visits),
        ("retention.flows_s", config.retention.flows),
        ("retention.counts_s", config.retention.counts),
    ] {
        lines.put(key, seconds(span));
    }
    for (key, span) in [
        ("retention.acts_days", config.retention.acts),
        ("retention.entries_days", config.retention.entries),
        ("retention.mails_days", config.retention.mails),
        ("retention.contacts_days", config.retention.contacts),
        ("retention.cases_days", config.retention.cases),
        ("retention.kiosks_days", config.retention.kiosks),
    ] {
        lines.put(key, seconds(span) / DAY_S);
    }
}

fn limits(lines: &mut Lines, config: &Config) {
    let limits = &config.limits;
    let mut put = |key: &str, limit: Limit| {
        lines.put(&format!("limits.{key}.max"), i64::from(limit.max));
        lines.put(&format!("limits.{key}.window_s"), seconds(limit.window));
    };
    put("starts_by_network", limits.starts_by_network);
    put("starts_by_visit", limits.starts_by_visit);
    put("openings_by_network", limits.openings_by_network);
    put("acts_by_account", limits.acts_by_account);
    put("stray_answers_by_network", limits.stray_answers_by_network);
    put("codes_by_account", limits.codes_by_account);
    put("codes_by_network", limits.codes_by_network);
    put("codes_by_address", limits.codes_by_address);
    put("freezes_by_network", limits.freezes_by_network);
    lines.put(
        "limits.connections",
        i64::try_from(limits.connections).unwrap_or(i64::MAX),
    );
}

fn texts(lines: &mut Lines, texts: &Texts) {
    let mut both = |key: &str, both: &Both| {
        lines.put(&format!("texts.{key}.ja"), both.ja.as_str());
        lines.put(&format!("texts.{key}.en"), both.en.as_str());
    };
    both("service_name", &texts.service_name);
    both("app.name", &texts.app.name);
    both("app.former_name", &texts.app.former_name);
    both("support.name", &texts.support.name);
    for (key, text) in [
        ("texts.app.ios_url", &texts.app.ios_url),
        ("texts.app.android_url", &texts.app.android_url),
        ("texts.app.min_ios", &texts.app.min_ios),
        ("texts.app.min_android", &texts.app.min_android),
        ("texts.app.help_phone", &texts.app.help_phone),
        ("texts.app.register_url", &texts.app.register_url),
        ("texts.support.url", &texts.support.url),
        (
            "texts.support.municipality_url",
            &texts.support.municipality_url,
        ),
        ("texts.support.office_url", &texts.support.office_url),
        ("texts.terms_url", &texts.terms_url),
        ("texts.privacy_url", &texts.privacy_url),
        ("texts.security_info_url", &texts.security_info_url),
    ] {
        lines.put(key, text.as_str());
    }
}

const DAY_S: i64 = 86_400;

fn seconds(span: Span) -> i64 {
    span.millis() / 1000
}
