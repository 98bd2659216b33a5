//! Registered sign-in methods (`authenticationMethod` and what is derived from it).

use ident_core::account::AccountKey;
use ident_core::act::{Method, MethodKind};
use serde::Deserialize;
use url::Url;

use super::{moment, path};

#[derive(Deserialize)]
struct Answer {
    value: Vec<Listed>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    #[serde(rename = "@odata.type")]
    kind: String,
    id: String,
    #[serde(default)]
    created_date_time: Option<String>,
    #[serde(default)]
    display_name: Option<String>,
    #[serde(default)]
    phone_number: Option<String>,
    #[serde(default)]
    email_address: Option<String>,
}

pub(super) fn url(base: &Url, key: &AccountKey) -> Url {
    let user = ["users", key.object.as_str(), "authentication", "methods"];
    path(base, &user)
}

pub(super) fn parse(body: &[u8]) -> Option<Vec<Method>> {
    let answer: Answer = serde_json::from_slice(body).ok()?;
    Some(answer.value.into_iter().map(Listed::method).collect())
}

impl Listed {
    fn method(self) -> Method {
        let number = self.phone_number.as_deref().map(masked_number);
        let address = self.email_address.as_deref().map(masked_address);
        Method {
            kind: kind(&self.kind),
            id: self.id,
            label: self.display_name.or(number).or(address),
            added_at: self.created_date_time.as_deref().and_then(moment),
        }
    }
}

fn kind(name: &str) -> MethodKind {
    let name = name.strip_prefix("#microsoft.graph.").unwrap_or(name);
    match name.strip_suffix("AuthenticationMethod").unwrap_or(name) {
        "microsoftAuthenticator" | "passwordlessMicrosoftAuthenticator" => {
            MethodKind::Authenticator
        }
        "phone" => MethodKind::Phone,
        "softwareOath" | "hardwareOath" => MethodKind::SoftwareOath,
        "fido2" => MethodKind::Fido2,
        "windowsHelloForBusiness" | "platformCredential" => MethodKind::Device,
        "email" => MethodKind::Email,
        "password" => MethodKind::Password,
        "temporaryAccessPass" => MethodKind::Pass,
        _ => MethodKind::Other,
    }
}

/// All digits but the last two hidden, for callers to whom Graph shows the whole number.
fn masked_number(number: &str) -> String {
    let shown_from = number
        .char_indices()
        .filter(|(_, letter)| letter.is_ascii_digit())
        .map(|(index, _)| index)
        .nth_back(1)
        .unwrap_or_default();
    number
        .char_indices()
        .map(|(index, letter)| match letter {
            '0'..='9' if index < shown_from => '*',
            letter => letter,
        })
        .collect()
}

fn masked_address(address: &str) -> String {
    let (name, domain) = address.split_once('@').unwrap_or((address, ""));
    let first: String = name.chars().take(1).collect();
    format!("{first}***@{domain}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_addresses_are_masked() {
        assert_eq!(masked_number("+81 9012345678"), "+** ********78");
        assert_eq!(masked_number("7"), "7");
        assert_eq!(masked_address("hanako@example.ac.jp"), "h***@example.ac.jp");
    }

    #[test]
    fn a_kind_that_is_not_known_is_no_second_factor() {
        assert_eq!(
            kind("#microsoft.graph.fido2AuthenticationMethod"),
            MethodKind::Fido2
        );
        assert_eq!(
            kind("#microsoft.graph.externalAuthenticationMethod"),
            MethodKind::Other
        );
    }
}
