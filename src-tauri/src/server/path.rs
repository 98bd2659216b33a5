//! What may be named in a call: written down strictly, checked while the page's message is read.

use serde::Deserialize;

/// Where the API begins.
const API: &str = "/api/v1/";
/// More than the longest path there is.
const LONGEST: usize = 300;

/// The one call with a query: the guide, after these answers.
const GUIDE: &str = "guide?answers=";

/// A path below `/api/v1/`, without anything that changes its meaning; only the guide has a query.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct ApiPath(String);

impl ApiPath {
    /// The path, and the query of the one call that has one.
    pub(crate) fn parts(&self) -> (&str, Option<&str>) {
        self.0
            .split_once('?')
            .map_or((&self.0, None), |(path, query)| (path, Some(query)))
    }

    /// The call that ends a visit.
    pub(crate) fn ends_visit(&self) -> bool {
        self.0 == "/api/v1/visit/end"
    }

    /// The call that begins a flow.
    pub(crate) fn starts_flow(&self) -> bool {
        self.0 == "/api/v1/flows"
    }

    /// Calls that a kiosk makes in its own name; no page has anything to say there.
    pub(crate) fn is_kiosks_own(&self) -> bool {
        self.0.starts_with("/api/v1/kiosk/")
    }

    /// The call that gives a flow up.
    pub(crate) fn cancels_flow(&self) -> bool {
        self.0.starts_with("/api/v1/flows/") && self.0.ends_with("/cancel")
    }

    /// The call that hands a code in. The page has none to hand in.
    pub(crate) fn redeems(&self) -> bool {
        self.0.ends_with("/redeem")
    }

    /// The call that hands the code of this flow in.
    ///
    /// # Errors
    /// When that is no flow.
    pub(super) fn redemption(flow: &str) -> Result<Self, &'static str> {
        Self::try_from(format!("{API}flows/{flow}/redeem"))
    }

    /// A call whose answer may take minutes.
    pub(super) fn is_long(&self) -> bool {
        self.0.starts_with("/api/v1/acts/") && self.0.ends_with("/perform")
    }

    /// The call whose answer names addresses of other sites.
    pub(crate) fn is_context(&self) -> bool {
        self.0 == "/api/v1/context"
    }
}

impl TryFrom<String> for ApiPath {
    type Error = &'static str;

    fn try_from(path: String) -> Result<Self, Self::Error> {
        let is_api = path
            .strip_prefix(API)
            .is_some_and(|rest| rest.split('/').all(is_name) || is_guide(rest));
        if is_api && path.len() <= LONGEST {
            Ok(Self(path))
        } else {
            Err("not a path of the API")
        }
    }
}

/// The server's name of a flow.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct FlowId(String);

impl FlowId {
    /// Where its events are.
    pub(crate) fn events(&self) -> String {
        format!("{API}flows/{}/events", self.0)
    }
}

impl TryFrom<String> for FlowId {
    type Error = &'static str;

    fn try_from(id: String) -> Result<Self, Self::Error> {
        if is_name(&id) && id.len() <= 100 {
            Ok(Self(id))
        } else {
            Err("not a flow")
        }
    }
}

/// The guide with answers such as `trouble:left,card:no`.
fn is_guide(rest: &str) -> bool {
    rest.strip_prefix(GUIDE).is_some_and(|answers| {
        !answers.is_empty()
            && answers
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b':' | b','))
    })
}

/// Letters, digits, `-` and `_`: no dots, no escapes, no second meaning.
fn is_name(part: &str) -> bool {
    !part.is_empty()
        && part
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_of_the_api_are_taken() {
        for path in [
            "/api/v1/visit",
            "/api/v1/flows/01J_a-b/digits",
            "/api/v1/handoffs/x/accept",
            "/api/v1/guide",
            "/api/v1/guide?answers=trouble:method_lost,card:yes",
        ] {
            assert!(
                ApiPath::try_from(path.to_owned()).is_ok(),
                "{path} was refused"
            );
        }
    }

    #[test]
    fn anything_else_is_refused() {
        let long = format!("/api/v1/{}", "a".repeat(LONGEST));
        for path in [
            "",
            "/api/v1/",
            "/api/v1",
            "/api/v1//visit",
            "/api/v1/visit/",
            "/api/v1/../metrics",
            "/api/v1/./visit",
            "/api/v1/%2e%2e/metrics",
            "/api/v1/visit?x=1",
            "/api/v1/visit?answers=a:b",
            "/api/v1/guide?answers=",
            "/api/v1/guide?answers=a:b&x=1",
            "/api/v1/guide?answers=%2e%2e",
            "/api/v1/visit#x",
            "/api/v1/visit\\x",
            "/api/v2/visit",
            "/metrics",
            "api/v1/visit",
            "https://evil.example/api/v1/visit",
            "//evil.example/api/v1/visit",
            "/api/v1/visit\r\nX: y",
            &long,
        ] {
            assert!(
                ApiPath::try_from(path.to_owned()).is_err(),
                "{path} was taken"
            );
        }
    }

    #[test]
    fn a_flow_is_one_plain_name() {
        let id = FlowId::try_from("f_01-X".to_owned()).unwrap();
        assert_eq!(id.events(), "/api/v1/flows/f_01-X/events");
        for id in ["", "a/b", "..", "a?b", "é"] {
            assert!(FlowId::try_from(id.to_owned()).is_err(), "{id} was taken");
        }
    }
}
