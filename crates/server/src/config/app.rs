//! How a result goes back to an installed app (way B).

use serde::Deserialize;
use url::Url;

use super::error::Fault;

/// The addresses at which the operating system hands a link to the app. A loopback port comes
/// from the app itself and is checked in `core`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AppReturn {
    /// The app's own scheme in reverse-domain form (RFC 8252 section 7.1).
    pub custom_scheme: String,
    /// The https link that the app has claimed (RFC 8252 section 7.2).
    pub claimed_link: Option<Url>,
}

impl Default for AppReturn {
    fn default() -> Self {
        Self {
            custom_scheme: "jp.ac.u-tokyo.ident".to_owned(),
            claimed_link: None,
        }
    }
}

impl AppReturn {
    pub(super) fn checked(self) -> Result<Self, Fault> {
        if !is_reverse_domain(&self.custom_scheme) {
            let expected =
                "a lower-case scheme in reverse-domain form, such as jp.ac.u-tokyo.ident";
            return Err(Fault::new("app.custom_scheme", expected));
        }
        let fits = |url: &Url| {
            url.scheme() == "https" && url.query().is_none() && url.fragment().is_none()
        };
        if !self.claimed_link.as_ref().is_none_or(fits) {
            return Err(Fault::new(
                "app.claimed_link",
                "an https URL without query and fragment",
            ));
        }
        Ok(self)
    }
}

/// RFC 3986 section 3.1, with at least one dot so that it cannot be a scheme of the system.
fn is_reverse_domain(scheme: &str) -> bool {
    scheme.contains('.')
        && scheme.starts_with(|first: char| first.is_ascii_lowercase())
        && scheme.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-+".contains(&byte)
        })
}
