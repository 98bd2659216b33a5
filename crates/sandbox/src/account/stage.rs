//! The stages of a sign-in, and what each entry of the person leads to.

use crate::account::request::{AuthorizationRequest, Prompt};
use crate::account::secret::{
    PassRefusal, PasswordChange, change_password, enter_pass, pass_usability,
};
use crate::account::{Session, factor};
use crate::clock::Seconds;
use crate::lock::locked;
use crate::oauth::ProtocolError;
use crate::population::{Account, AccountState, Pass, Usability};
use crate::world::World;

/// Where a sign-in stands.
#[derive(Debug, Clone)]
pub(crate) enum Stage {
    /// Several accounts are known in this browser: which?
    Pick(Vec<Session>),
    UserName,
    /// A usable pass exists: it is asked for before the password.
    Pass(&'static Account),
    Password(&'static Account),
    Mfa {
        account: &'static Account,
        auth_time: Seconds,
    },
    /// Nothing that is registered is at hand.
    NoFactor {
        account: &'static Account,
        auth_time: Seconds,
    },
    /// The password is a temporary one and must be changed.
    NewPassword(&'static Account, Session),
    /// The account cannot be used; the text begins with its AADSTS code.
    Blocked(&'static Account, &'static str),
    Done(Session),
    Failed(ProtocolError),
}

/// What a person enters.
#[derive(Debug, Clone)]
pub(crate) enum Entry {
    Pick(String),
    Another,
    UserName(String),
    Pass(String),
    UsePassword,
    UsePass,
    Password(String),
    NewPassword(PasswordChange),
    /// A registered method, by its id.
    Method(String),
    /// The person has none of the methods.
    NoneAtHand,
    Approve,
    Code(String),
    /// Practice only: as if the university had not asked for MFA.
    SkipMfa,
    Cancel,
}

const DISABLED: &str = "AADSTS50057: The user account is disabled.";
const NO_MFA: &str =
    "AADSTS50079: The user is required to set up multi-factor authentication first.";

/// The stage a request begins with, given who is signed in in this browser.
pub(crate) fn first(
    world: &World,
    request: &AuthorizationRequest,
    sessions: Vec<Session>,
) -> Stage {
    let now = world.clock.now();
    let hinted = request
        .login_hint
        .as_deref()
        .and_then(|hint| account(world, hint));
    let fresh = |session: &Session| {
        request
            .max_age
            .is_none_or(|age| now - session.auth_time <= age)
            && (request.acrs.is_none() || session.mfa)
    };
    let matching: Vec<Session> = match hinted {
        Some(hinted) => sessions
            .iter()
            .filter(|s| s.number == hinted.number)
            .cloned()
            .collect(),
        None => sessions.clone(),
    };
    match (request.prompt, matching.as_slice()) {
        (Prompt::None, [only]) if fresh(only) => Stage::Done(only.clone()),
        (Prompt::None, []) => failed("login_required", "AADSTS50058: nobody is signed in"),
        (Prompt::None, _) => failed("interaction_required", "AADSTS50076: sign-in is needed"),
        (Prompt::SelectAccount, _) if !sessions.is_empty() => Stage::Pick(sessions),
        (Prompt::Usual, [only]) => resume(world, request, only),
        (Prompt::Usual, [_, _, ..]) => Stage::Pick(sessions),
        _ => hinted.map_or(Stage::UserName, |account| secret(world, account)),
    }
}

fn failed(error: &str, description: &str) -> Stage {
    Stage::Failed(ProtocolError::new(error, description))
}

/// A session is enough, or it is made so.
fn resume(world: &World, request: &AuthorizationRequest, session: &Session) -> Stage {
    let Some(account) = account(world, &session.number) else {
        return Stage::UserName;
    };
    if !state(world, account).is_enabled(world.clock.now()) {
        return Stage::Blocked(account, DISABLED);
    }
    let age = world.clock.now() - session.auth_time;
    if request.max_age.is_some_and(|longest| age > longest) {
        return secret(world, account);
    }
    if request.acrs.is_some() && !session.mfa {
        return Stage::Mfa {
            account,
            auth_time: session.auth_time,
        };
    }
    Stage::Done(session.clone())
}

/// What an entry leads to: the next stage, or the reason why the present one stays.
pub(crate) fn enter(
    world: &World,
    (stage, request): (&Stage, &AuthorizationRequest),
    entry: Entry,
) -> Result<Stage, &'static str> {
    match (stage, entry) {
        (Stage::Done(_) | Stage::Failed(_), _) => Ok(stage.clone()),
        (Stage::Blocked(_, why), Entry::Cancel) => {
            Ok(Stage::Failed(ProtocolError::access_denied(why)))
        }
        (_, Entry::Cancel) => Ok(Stage::Failed(ProtocolError::access_denied(
            "AADSTS65004: User declined to consent to access the app.",
        ))),
        (Stage::Pick(sessions), Entry::Pick(number)) => {
            match sessions.iter().find(|session| session.number == number) {
                Some(session) => Ok(resume(world, request, session)),
                None => Ok(Stage::UserName),
            }
        }
        (Stage::Pick(_) | Stage::Password(_) | Stage::Pass(_), Entry::Another) => {
            Ok(Stage::UserName)
        }
        (Stage::UserName, Entry::UserName(name)) => match account(world, &name) {
            Some(account) if name.trim().contains('@') => Ok(secret(world, account)),
            _ => Err("AADSTS50034"),
        },
        (Stage::Pass(account), Entry::UsePassword) => Ok(Stage::Password(account)),
        (Stage::Password(account), Entry::UsePass) => Ok(secret(world, account)),
        (Stage::Pass(account), Entry::Pass(value)) => with_pass(world, account, &value),
        (Stage::Password(account), Entry::Password(password)) => {
            with_password(world, account, &password)
        }
        (Stage::Mfa { account, auth_time }, Entry::NoneAtHand) => Ok(Stage::NoFactor {
            account,
            auth_time: *auth_time,
        }),
        (Stage::NoFactor { account, auth_time }, Entry::Another) => Ok(Stage::Mfa {
            account,
            auth_time: *auth_time,
        }),
        (Stage::Mfa { account, auth_time }, entry) => {
            let state = state(world, account);
            let session = Session {
                number: account.number.to_owned(),
                auth_time: *auth_time,
                mfa: factor::check(&state, &entry)?,
                pass: None,
            };
            Ok(with_session(account, &state, session))
        }
        (Stage::NewPassword(account, session), Entry::NewPassword(change)) => {
            change_password(world, account, &change)?;
            Ok(Stage::Done(session.clone()))
        }
        _ => Ok(stage.clone()),
    }
}

/// The stage that asks for a secret: the pass where a usable one exists.
fn secret(world: &World, account: &'static Account) -> Stage {
    let state = state(world, account);
    match pass_usability(world, account, &state) {
        Some(Usability::EnabledByPolicy) => Stage::Pass(account),
        _ => Stage::Password(account),
    }
}

fn with_pass(world: &World, account: &'static Account, value: &str) -> Result<Stage, &'static str> {
    if !state(world, account).is_enabled(world.clock.now()) {
        return Ok(Stage::Blocked(account, DISABLED));
    }
    match enter_pass(world, account, value, true) {
        Ok(session) => Ok(Stage::Done(session)),
        Err(PassRefusal::Unusable(_)) => Err("TAP_BLOCKED"),
        Err(PassRefusal::None | PassRefusal::Wrong) => Err("TAP_WRONG"),
    }
}

fn with_password(
    world: &World,
    account: &'static Account,
    password: &str,
) -> Result<Stage, &'static str> {
    let now = world.clock.now();
    let state = state(world, account);
    if password != state.password.value {
        let spent = |pass: &Pass| pass.value == password.trim();
        return Err(if state.pass.as_ref().is_some_and(spent) {
            "TAP_BLOCKED"
        } else {
            "AADSTS50126"
        });
    }
    Ok(if !state.is_enabled(now) {
        Stage::Blocked(account, DISABLED)
    } else if state.has_mfa() {
        Stage::Mfa {
            account,
            auth_time: now,
        }
    } else {
        Stage::Blocked(account, NO_MFA)
    })
}

/// What a passed sign-in leads to: its end, or first a password of one's own.
fn with_session(account: &'static Account, state: &AccountState, session: Session) -> Stage {
    if state.password.must_change {
        Stage::NewPassword(account, session)
    } else {
        Stage::Done(session)
    }
}

fn account(world: &World, key: &str) -> Option<&'static Account> {
    locked(&world.population).account(key)
}

fn state(world: &World, account: &Account) -> AccountState {
    locked(&world.population).state(account).clone()
}
