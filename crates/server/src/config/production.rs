//! What a server with real people behind it refuses to start with (design section 1).

use url::{Host, Url};

use super::error::Fault;
use super::{Config, Mode};

pub(super) fn check(config: &Config) -> Result<(), Fault> {
    if config.mode == Mode::Sandbox {
        return Ok(());
    }
    if config.sandbox_url.is_some() {
        return Err(Fault::new(
            "sandbox_url",
            "nothing, with mode = \"production\"",
        ));
    }
    public("public_url", &config.public_url)?;
    if let Some(mail) = &config.mail {
        mail.production()?;
    }
    for (section, provider) in [
        ("digital_id", &config.digital_id),
        ("utokyo", &config.utokyo),
    ] {
        let issuer = Url::parse(&provider.issuer)
            .map_err(|_| Fault::new(format!("{section}.issuer"), "a URL"))?;
        public(&format!("{section}.issuer"), &issuer)?;
        if let Some(endpoints) = &provider.endpoints {
            public(
                &format!("{section}.endpoints.authorization"),
                &endpoints.authorization,
            )?;
            public(&format!("{section}.endpoints.token"), &endpoints.token)?;
            public(&format!("{section}.endpoints.jwks"), &endpoints.jwks)?;
            if let Some(userinfo) = &endpoints.userinfo {
                public(&format!("{section}.endpoints.userinfo"), userinfo)?;
            }
        }
    }
    if let Some(archive) = &config.archive {
        public("archive.url", &archive.url)?;
    }
    if let Some(alumni) = &config.alumni {
        public("alumni.url", &alumni.url)?;
    }
    if config.directory.log.is_none() && !config.directory.without_log {
        let expected = "a registration that reads the directory's log, or \
                        directory.without_log = true, with mode = \"production\"";
        return Err(Fault::new("directory.log", expected));
    }
    apart(config)?;
    public("directory.url", &config.directory.url)?;
    public("directory.token_url", &config.directory.token_url)
}

/// Whoever holds the key for sign-ins, which is the server's, must not be able to call the directory
/// with it.
fn apart(config: &Config) -> Result<(), Fault> {
    let (sign_in, directory) = (&config.utokyo, &config.directory);
    let expected = "a registration of its own, with mode = \"production\", and not that of utokyo";
    if sign_in.client_id == directory.client_id {
        return Err(Fault::new("directory.client_id", expected));
    }
    let keys = [&config.digital_id.key, &sign_in.key];
    let sessions = directory.sessions.as_ref().map(|own| &own.key);
    let log = directory.log.as_ref().map(|own| &own.key);
    let own = std::iter::once(&directory.key).chain(sessions).chain(log);
    for key in own {
        if keys.contains(&key) {
            let expected = "a key that is used for nothing else, with mode = \"production\"";
            return Err(Fault::new("directory.key", expected));
        }
    }
    Ok(())
}

/// TLS, and not on this machine: a practice service can never stand in for the real one.
fn public(key: &str, url: &Url) -> Result<(), Fault> {
    let is_local = match url.host() {
        None => true,
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        Some(Host::Ipv4(address)) => address.is_loopback() || address.is_unspecified(),
        Some(Host::Ipv6(address)) => {
            let address = address.to_canonical();
            address.is_loopback() || address.is_unspecified()
        }
    };
    if url.scheme() == "https" && !is_local {
        return Ok(());
    }
    let expected = "an https address that is not on this machine, with mode = \"production\"; \
                    practice services need mode = \"sandbox\"";
    Err(Fault::new(key, expected))
}
