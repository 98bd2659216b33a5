//! The stages of a sign-in, and what each entry of the person leads to.

use crate::account::Session;
use crate::account::request::{AuthorizationRequest, Prompt};
use crate::clock::Seconds;
use crate::lock::locked;
use crate::oauth::ProtocolError;
use crate::population::{Account, AccountState};
use crate::world::World;

/// Where a sign-in stands.
#[derive(Debug, Clone)]
pub(crate) enum Stage {
    /// Several accounts are known in this browser: which?
    Pick(Vec<Session>),
    UserName,
    Password(&'static Account),
    Mfa {
        account: &'static Account,
        auth_time: Seconds,
    },
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
    Password(String),
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
        _ => hinted.map_or(Stage::UserName, Stage::Password),
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
        return Stage::Password(account);
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
    let now = world.clock.now();
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
        (Stage::Pick(_) | Stage::Password(_), Entry::Another) => Ok(Stage::UserName),
        (Stage::UserName, Entry::UserName(name)) => match account(world, &name) {
            Some(account) if name.trim().contains('@') => Ok(Stage::Password(account)),
            _ => Err("AADSTS50034"),
        },
        (Stage::Password(account), Entry::Password(password)) => {
            let state = state(world, account);
            if password != state.password.value {
                return Err("AADSTS50126");
            }
            Ok(after_password(account, &state, now))
        }
        (Stage::Mfa { account, auth_time }, entry) => after_mfa(account, *auth_time, &entry),
        _ => Ok(stage.clone()),
    }
}

fn after_password(account: &'static Account, state: &AccountState, now: Seconds) -> Stage {
    if !state.is_enabled(now) {
        Stage::Blocked(account, DISABLED)
    } else if state.has_mfa() {
        Stage::Mfa {
            account,
            auth_time: now,
        }
    } else {
        Stage::Blocked(account, NO_MFA)
    }
}

fn after_mfa(
    account: &'static Account,
    auth_time: Seconds,
    entry: &Entry,
) -> Result<Stage, &'static str> {
    let done = |mfa| {
        Stage::Done(Session {
            number: account.number.to_owned(),
            auth_time,
            mfa,
        })
    };
    match entry {
        Entry::Approve => Ok(done(true)),
        Entry::Code(code) if code == Account::CODE => Ok(done(true)),
        Entry::SkipMfa => Ok(done(false)),
        _ => Err("AADSTS500121"),
    }
}

fn account(world: &World, key: &str) -> Option<&'static Account> {
    locked(&world.population).account(key)
}

fn state(world: &World, account: &Account) -> AccountState {
    locked(&world.population).state(account).clone()
}
