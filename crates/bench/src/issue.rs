//! One person getting a pass: card check, asking, waiting for the turn, performing.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::driver::{Person, expect, get, post};
use crate::http::{Answer, Connection};
use crate::place::Place;
use crate::process;
use crate::running::Server;
use crate::seed::subject;

/// How often a person who waits looks at the place, as the page does.
const LOOK: Duration = Duration::from_secs(30);

/// What one person saw.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Issue {
    /// When the request was accepted.
    pub(crate) asked_at: Instant,
    /// The turn that was told then.
    pub(crate) turn: Instant,
    /// How many were told to be before it.
    pub(crate) ahead: u64,
    /// When the pass was there.
    pub(crate) done_at: Instant,
    /// Looks at which the told number of people before had grown.
    pub(crate) pushed_back: u32,
    /// Whether the turn came later than was told at first.
    pub(crate) put_off: bool,
}

/// A person with a card check, who has asked and been given a place.
struct Waiting {
    visit: String,
    act: String,
    issue: Issue,
}

/// From the card check to the pass.
pub(crate) async fn one(place: &Place, server: &Server, person: u64) -> Result<Issue, String> {
    let mut waiting = ask(place, server, person).await?;
    wait(server, &mut waiting).await?;
    perform(server, waiting).await
}

async fn ask(place: &Place, server: &Server, number: u64) -> Result<Waiting, String> {
    let mut person = Person {
        party: server.party,
        connection: Connection::open(&server.address).await?,
        provider: &place.provider,
        subject: subject(number),
    };
    let visit = person.check(number, "pass").await?;
    let asking = post("acts", r#"{"kind":"pass"}"#, &visit);
    let act = body(&person.connection.ask(&asking).await?)?;
    let (wait, ahead) = place_of(&act)?;
    let asked_at = Instant::now();
    Ok(Waiting {
        visit,
        act: act["id"].as_str().ok_or("no id")?.to_owned(),
        issue: Issue {
            asked_at,
            turn: asked_at + wait,
            ahead,
            done_at: asked_at,
            pushed_back: 0,
            put_off: false,
        },
    })
}

/// Looks at the place from time to time until the turn has come.
async fn wait(server: &Server, waiting: &mut Waiting) -> Result<(), String> {
    let (mut ahead, mut turn) = (waiting.issue.ahead, waiting.issue.turn);
    loop {
        let left = turn.saturating_duration_since(Instant::now());
        tokio::time::sleep(left.min(LOOK)).await;
        if left <= LOOK {
            return Ok(());
        }
        let look = format!("/api/v1/acts/{}", waiting.act);
        let look = get(&look, "ident_visit", &waiting.visit);
        let mut connection = Connection::open(&server.address).await?;
        let (wait, now_ahead) = place_of(&body(&connection.ask(&look).await?)?)?;
        waiting.issue.pushed_back += u32::from(now_ahead > ahead);
        (ahead, turn) = (now_ahead, Instant::now() + wait);
    }
}

/// Performs; where it is told to come later, it comes then.
async fn perform(server: &Server, waiting: Waiting) -> Result<Issue, String> {
    let mut issue = waiting.issue;
    let performing = format!("acts/{}/perform", waiting.act);
    let performing = post(&performing, "{}", &waiting.visit);
    loop {
        let mut connection = Connection::open(&server.address).await?;
        let answer = connection.ask(&performing).await?;
        let value = serde_json::from_slice::<Value>(&answer.body);
        let value = value.map_err(|error| error.to_string())?;
        if answer.status() == 200 && value["secret"].is_string() {
            issue.done_at = Instant::now();
            return Ok(issue);
        }
        let after = value["refusal"]["retry_after_s"].as_u64();
        let after = after.ok_or_else(|| format!("{}: {value}", answer.status()))?;
        issue.put_off = true;
        tokio::time::sleep(Duration::from_secs(after)).await;
    }
}

fn body(answer: &Answer) -> Result<Value, String> {
    let answer = expect(answer, 200)?;
    serde_json::from_slice(&answer.body).map_err(|error| error.to_string())
}

/// How long until the turn, and how many are before it.
fn place_of(act: &Value) -> Result<(Duration, u64), String> {
    let stage = &act["stage"];
    let (at, ahead) = (stage["not_before"].as_str(), stage["ahead"].as_u64());
    let (at, ahead) = at
        .zip(ahead)
        .ok_or_else(|| format!("not waiting: {stage}"))?;
    Ok((process::until(at)?, ahead))
}
