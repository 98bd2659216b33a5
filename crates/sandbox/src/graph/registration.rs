//! The applications that may call Graph, and what each was granted.

use std::collections::BTreeMap;

use crate::service::Endpoint;
use crate::token::ReplayGuard;

/// An application's registration in the tenant.
#[derive(Debug)]
pub(crate) struct Registration {
    /// Its client id.
    pub(crate) id: &'static str,
    /// The object id of its service principal.
    pub(crate) principal: &'static str,
    /// What people call it.
    pub(crate) name: &'static str,
    /// What it was granted: the least that works.
    granted: &'static [&'static str],
    pub(crate) used_assertions: ReplayGuard,
}

/// All of them. The last one signs people in, and may call nothing.
pub(crate) fn registrations() -> [Registration; 4] {
    let one = |id, principal, name, granted| Registration {
        id,
        principal,
        name,
        granted,
        used_assertions: ReplayGuard::default(),
    };
    [
        one(
            "9f1c0de5-0000-4000-8000-000000001d20",
            "5e11ce00-0000-4000-8000-000000001d20",
            "Ident (directory)",
            &[
                "User.Read.All",
                "User-LifeCycleInfo.Read.All",
                "RoleManagement.Read.Directory",
                "UserAuthenticationMethod.Read.All",
                "Policy.Read.AuthenticationMethod",
                "UserAuthMethod-TAP.ReadWrite.All",
                "User.RevokeSessions.All",
                "User-PasswordProfile.ReadWrite.All",
            ],
        ),
        one(
            "9f1c0de5-0000-4000-8000-000000001d18",
            "5e11ce00-0000-4000-8000-000000001d18",
            "Ident (ends sessions)",
            &["User.RevokeSessions.All"],
        ),
        one(
            "9f1c0de5-0000-4000-8000-000000001d19",
            "5e11ce00-0000-4000-8000-000000001d19",
            "Ident (reads the log)",
            &["AuditLog.Read.All", "Directory.Read.All"],
        ),
        one(
            "9f1c0de5-0000-4000-8000-000000001d17",
            "5e11ce00-0000-4000-8000-000000001d17",
            "Ident",
            &[],
        ),
    ]
}

/// What was granted otherwise, by client id.
pub(crate) type Grants = BTreeMap<String, Vec<String>>;

impl Registration {
    /// Whether it may call an endpoint. Only the least permission opens one: a broader one in its
    /// place would work at the real Graph, and shall not pass unnoticed here.
    pub(super) fn may(&self, endpoint: Endpoint, grants: &Grants) -> bool {
        needs(endpoint).iter().all(|name| self.has(name, grants))
    }

    /// Whether it was granted this permission.
    pub(super) fn has(&self, name: &str, grants: &Grants) -> bool {
        match grants.get(self.id) {
            Some(granted) => granted.iter().any(|granted| granted == name),
            None => self.granted.contains(&name),
        }
    }
}

/// The least application permissions of an endpoint, all of which it takes.
const fn needs(endpoint: Endpoint) -> &'static [&'static str] {
    match endpoint {
        Endpoint::User => &["User.Read.All"],
        Endpoint::Roles => &["RoleManagement.Read.Directory"],
        Endpoint::Methods => &["UserAuthenticationMethod.Read.All"],
        Endpoint::Policy => &["Policy.Read.AuthenticationMethod"],
        Endpoint::TapList | Endpoint::TapGet | Endpoint::TapCreate | Endpoint::TapDelete => {
            &["UserAuthMethod-TAP.ReadWrite.All"]
        }
        Endpoint::Revoke => &["User.RevokeSessions.All"],
        Endpoint::Password => &["User-PasswordProfile.ReadWrite.All"],
        Endpoint::AuditLog => &["AuditLog.Read.All", "Directory.Read.All"],
        _ => &[],
    }
}
