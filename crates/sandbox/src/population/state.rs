//! What an account is like now: the part of it that acts change.

use std::fmt;

use crate::clock::{Seconds, end_of_month_in_japan, start_of_month_in_japan};
use crate::population::{Account, DirectoryRole, Method, Pass, Standing};
use crate::random;

const DAY: Seconds = 24 * 60 * 60;

/// A password and what holds of it.
#[derive(Clone)]
pub(crate) struct Password {
    pub(crate) value: String,
    /// Whether the person remembers it.
    pub(crate) is_known: bool,
    /// Whether it must be changed at the next sign-in.
    pub(crate) must_change: bool,
    pub(crate) changed: Seconds,
}

impl fmt::Debug for Password {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Password(must_change: {})", self.must_change)
    }
}

/// What an account is like now.
#[derive(Debug, Clone)]
pub(crate) struct AccountState {
    pub(crate) password: Password,
    pub(crate) methods: Vec<Method>,
    pub(crate) pass: Option<Pass>,
    /// Sessions from before that moment are over.
    pub(crate) sessions_valid_from: Seconds,
    /// When the person left, or was conferred the degree.
    pub(crate) left_at: Option<Seconds>,
    pub(crate) employee_type: String,
    /// Set by the university whatever follows from the leave date.
    pub(crate) forced: Option<bool>,
    /// Left out of the policy for passes, by way of a group.
    pub(crate) is_outside_pass_policy: bool,
    pub(crate) directory_roles: Vec<DirectoryRole>,
    /// Roles that come with a group, directly or through another group.
    pub(crate) group_roles: Vec<DirectoryRole>,
    /// Roles at Ident itself (app roles).
    pub(crate) app_roles: Vec<String>,
}

impl AccountState {
    /// Whether the directory protects it from all but its highest administrators.
    pub(crate) fn is_privileged(&self) -> bool {
        !(self.directory_roles.is_empty() && self.group_roles.is_empty())
    }

    /// The state in which the page of people describes `account`, with `now` as today.
    pub(super) fn new(account: &Account, now: Seconds) -> Self {
        let registered = now - 400 * DAY;
        let method = |&(kind, lost): &(_, bool)| Method {
            lost,
            ..Method::new(kind, registered)
        };
        let methods = match account.standing {
            Standing::NoMfa => Vec::new(),
            _ => account.methods.iter().map(method).collect(),
        };
        let value = if account.has_forgotten {
            random::token()
        } else {
            Account::PASSWORD.to_owned()
        };
        Self {
            password: Password {
                value,
                is_known: !account.has_forgotten,
                must_change: false,
                changed: registered,
            },
            methods,
            pass: None,
            sessions_valid_from: registered,
            left_at: match account.standing {
                Standing::Left(days) => Some(now - days * DAY),
                Standing::Graduating => Some(start_of_month_in_japan(now)),
                Standing::Active | Standing::NoMfa | Standing::Suspended => None,
            },
            employee_type: account.employee_type.to_owned(),
            forced: (account.standing == Standing::Suspended).then_some(false),
            is_outside_pass_policy: account.is_outside_pass_policy,
            directory_roles: account.directory_roles.to_vec(),
            group_roles: account.group_roles.to_vec(),
            app_roles: account.app_roles.iter().map(|&r| r.to_owned()).collect(),
        }
    }

    /// Whether the directory has it enabled at `now`: graduates keep the account to the end of
    /// the month of conferral in Japan, others lose it when they leave.
    pub(crate) fn is_enabled(&self, now: Seconds) -> bool {
        self.forced
            .unwrap_or_else(|| self.ends().is_none_or(|ends| now < ends))
    }

    /// When the account ends or has ended by itself.
    pub(crate) fn ends(&self) -> Option<Seconds> {
        let left = self.left_at?;
        if self.employee_type == "graduate" {
            return Some(end_of_month_in_japan(left));
        }
        Some(left)
    }

    /// Whether MFA has been set up.
    pub(crate) fn has_mfa(&self) -> bool {
        self.methods.iter().any(|method| method.kind.signs_in())
    }

    /// Whether the person can pass MFA with something that is in hand.
    pub(crate) fn can_pass_mfa(&self) -> bool {
        let mut methods = self.methods.iter();
        methods.any(|method| method.kind.signs_in() && !method.lost)
    }

    /// Gives the account another password at `now`.
    pub(crate) fn set_password(&mut self, value: &str, must_change: bool, now: Seconds) {
        self.password = Password {
            value: value.to_owned(),
            is_known: true,
            must_change,
            changed: now,
        };
        self.sessions_valid_from = now;
    }

    /// Registers a method; of a kind that comes once, the former goes.
    pub(crate) fn register(&mut self, method: Method) {
        if method.kind.is_single() {
            self.methods.retain(|known| known.kind != method.kind);
        }
        self.methods.push(method);
    }
}
