//! Which addresses may be called at all.

use url::Url;

use crate::profile::Profile;

/// `text` as a URL of an allowed host, without credentials or fragment; `http` only in the sandbox.
pub(crate) fn pinned(text: &str, profile: &Profile) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let scheme = url.scheme() == "https" || (profile.insecure_ok && url.scheme() == "http");
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    (scheme && plain && is_allowed(&url, profile)).then_some(url)
}

fn is_allowed(url: &Url, profile: &Profile) -> bool {
    let Some(host) = authority(url) else {
        return false;
    };
    if profile.allowed_hosts.is_empty() {
        return Url::parse(&profile.issuer)
            .ok()
            .and_then(|issuer| authority(&issuer))
            == Some(host);
    }
    profile
        .allowed_hosts
        .iter()
        .any(|allowed| allowed.eq_ignore_ascii_case(&host))
}

/// `host`, or `host:port` where the port is not the usual one of the scheme.
fn authority(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    Some(
        url.port()
            .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile() -> Profile {
        Profile::digital_id(
            "https://op.example/realms/main",
            "RP1",
            "https://rp.example/cb",
        )
    }

    #[test]
    fn r12_only_the_issuers_own_host_is_called() {
        for (address, allowed) in [
            ("https://op.example/token", true),
            ("https://OP.example:443/token", true),
            ("https://op.example:8443/token", false),
            ("https://op.example.evil.example/token", false),
            ("https://op.example@evil.example/token", false),
            ("https://user@op.example/token", false),
            ("https://op.example/token#part", false),
            ("http://op.example/token", false),
            ("http://169.254.169.254/latest", false),
            ("file:///etc/passwd", false),
            ("//op.example/token", false),
            ("", false),
        ] {
            assert_eq!(pinned(address, &profile()).is_some(), allowed, "{address}");
        }
    }

    #[test]
    fn r20_plain_http_is_for_the_sandbox_only() {
        let sandbox = Profile {
            allowed_hosts: vec!["127.0.0.1:7441".to_owned()],
            insecure_ok: true,
            ..profile()
        };
        assert!(pinned("http://127.0.0.1:7441/token", &sandbox).is_some());
        assert!(pinned("http://127.0.0.1:7442/token", &sandbox).is_none());
        assert!(
            pinned(
                "http://127.0.0.1:7441/token",
                &Profile {
                    insecure_ok: false,
                    ..sandbox
                }
            )
            .is_none()
        );
    }
}
