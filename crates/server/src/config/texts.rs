//! Names, links and texts that change without us: apps are renamed, pages move. The defaults are
//! those of November 2026, each read on a page of its owner or on one that points to it; any single
//! one can be replaced under `[texts]`.

use ident_wire::{AppText, Both, Support};
use serde::Deserialize;
use toml::{Table, Value, toml};

use super::Mode;
use super::error::Fault;

/// The texts that a person sees and that are not ours to fix in the program.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// What this service is called.
    pub service_name: Both,
    /// The national app.
    pub app: AppText,
    /// Help.
    pub support: Support,
    /// Terms of use.
    pub terms_url: String,
    /// Privacy policy.
    pub privacy_url: String,
    /// Where a person registers sign-in methods.
    pub security_info_url: String,
    /// Where a person changes the password.
    pub password_page_url: String,
    /// Where a password is reset by a mail to a registered address.
    pub reset_by_mail_url: String,
    /// Where an application with a photo of the IC card is made.
    pub photo_site_url: String,
    /// The application form for people in the middle of the first set-up.
    pub form_url: String,
    /// What to do when leaving.
    pub leaving_url: String,
}

fn defaults() -> Table {
    toml! {
        terms_url = "/help/#terms"
        privacy_url = "/help/#privacy"
        security_info_url = "https://mysignins.microsoft.com/security-info"
        password_page_url = "https://mysignins.microsoft.com/security-info/password/change"
        reset_by_mail_url = "https://passwordreset.microsoftonline.com/?whr=univtokyo.onmicrosoft.com"
        photo_site_url = "https://identification.adm.u-tokyo.ac.jp/ident/"
        form_url = "https://forms.office.com/r/NS4sh40RjR"
        leaving_url = "https://utelecon.adm.u-tokyo.ac.jp/systems/leave/"

        [service_name]
        ja = "Ident 本人確認"
        en = "Ident identity check"

        [app]
        name = { ja = "マイナアプリ", en = "Myna App" }
        former_name = { ja = "デジタル認証アプリ", en = "Digital Identification App" }
        ios_url = "https://apps.apple.com/jp/app/id1476359069"
        android_url = "https://play.google.com/store/apps/details?id=jp.go.cas.mpa"
        min_ios = "16.4"
        min_android = "11"
        help_phone = "0120-95-0178"
        register_url = "https://services.digital.go.jp/mynaapp/register/"

        [support]
        url = "https://utelecon.adm.u-tokyo.ac.jp/support/"
        name = { ja = "uteleconサポート窓口", en = "utelecon Technical Support Desk" }
        municipality_url = "https://www.jpki.go.jp/procedure/password.html"
        office_url = "https://utelecon.adm.u-tokyo.ac.jp/utokyo_account/mfa/reregister/"
    }
}

impl Texts {
    /// The defaults with what the configuration says in their place.
    pub(super) fn with(own: Table, mode: Mode) -> Result<Self, Fault> {
        let mut texts = defaults();
        merge(&mut texts, own);
        let texts: Self = texts
            .try_into()
            .map_err(|error: toml::de::Error| Fault::new("texts", error.message()))?;
        texts.links_are_links(mode)?;
        Ok(texts)
    }

    /// A link that a page shows goes to the web, or to a page of ours; never to a script. Practice
    /// services are on this machine, without TLS.
    fn links_are_links(&self, mode: Mode) -> Result<(), Fault> {
        let links = [
            ("terms_url", &self.terms_url),
            ("privacy_url", &self.privacy_url),
            ("security_info_url", &self.security_info_url),
            ("password_page_url", &self.password_page_url),
            ("reset_by_mail_url", &self.reset_by_mail_url),
            ("photo_site_url", &self.photo_site_url),
            ("form_url", &self.form_url),
            ("leaving_url", &self.leaving_url),
            ("app.ios_url", &self.app.ios_url),
            ("app.android_url", &self.app.android_url),
            ("app.register_url", &self.app.register_url),
            ("support.url", &self.support.url),
            ("support.municipality_url", &self.support.municipality_url),
            ("support.office_url", &self.support.office_url),
        ];
        let is_link = |link: &str| {
            let is_ours = link.starts_with('/') && !link.starts_with("//") && !link.contains('\\');
            is_ours
                || url::Url::parse(link).is_ok_and(|url| match url.scheme() {
                    "https" => true,
                    "http" => mode == Mode::Sandbox,
                    _ => false,
                })
        };
        match links.iter().find(|(_, link)| !is_link(link)) {
            None => Ok(()),
            Some((key, _)) => Err(Fault::new(
                format!("texts.{key}"),
                "an https URL or a path of this server",
            )),
        }
    }
}

fn merge(into: &mut Table, from: Table) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(Value::Table(into)), Value::Table(from)) => merge(into, from),
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_without_tls_is_for_practice_only() {
        let own = |link: &str| Table::from_iter([("security_info_url".into(), link.into())]);
        let practice = own("http://127.0.0.1:7442/security-info");
        let texts = Texts::with(practice.clone(), Mode::Sandbox).expect("texts");
        assert_eq!(
            texts.security_info_url,
            "http://127.0.0.1:7442/security-info"
        );
        let refused = Texts::with(practice, Mode::Production).expect_err("a complaint");
        assert!(refused.to_string().contains("security_info_url"));
        let script = own("javascript:alert(1)");
        assert!(Texts::with(script, Mode::Sandbox).is_err());
    }
}
