//! The adapter against a small desk of its own over real HTTP.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ident_core::account::{AccountKey, AccountNumber};
use ident_core::deed::Receipt;
use ident_core::id::CaseId;
use ident_core::identity::{PersonKey, Sealed};
use ident_core::salvage::{CaseState, CloudService};
use ident_core::time::Span;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::*;

const GUID: &str = "5a5d0b00-0000-4000-8000-00000000da16";

fn case() -> Case {
    let sealed = || Sealed {
        key: 1,
        bytes: Vec::new(),
    };
    Case {
        id: CaseId::from_random([7; 16]),
        version: 0,
        receipt: Receipt::from_random([1; 8]),
        account: AccountKey::parse(GUID, GUID).expect("a key"),
        number: AccountNumber::parse("2000000027").expect("a number"),
        person: PersonKey {
            key: 1,
            mac: [1; 32],
        },
        service: CloudService::OneDrive,
        reason: sealed(),
        contact: sealed(),
        revoked_at: Timestamp::from_seconds(0),
        applied_at: Timestamp::from_seconds(0),
        state: CaseState::Applied,
    }
}

/// Plays one answer and keeps what was asked.
#[derive(Default)]
struct Play {
    answer: Mutex<(u16, String)>,
    asked: Mutex<Vec<(String, String, String)>>,
}

async fn desk(State(play): State<Arc<Play>>, request: Request) -> Response {
    let bearer = request.headers()["authorization"].clone();
    let asked = (
        format!("{} {}", request.method(), request.uri()),
        bearer.to_str().expect("text").to_owned(),
    );
    let body = axum::body::to_bytes(request.into_body(), 4096).await;
    let body = String::from_utf8(body.expect("a body").to_vec()).expect("text");
    let mut all = play.asked.lock().expect("not poisoned");
    all.push((asked.0, asked.1, body));
    let (status, body) = play.answer.lock().expect("not poisoned").clone();
    let status = StatusCode::from_u16(status).expect("a status");
    let headers = [
        ("location", "http://127.0.0.1:9/elsewhere"),
        ("retry-after", "7"),
    ];
    (status, headers, body).into_response()
}

struct Stage {
    play: Arc<Play>,
    archive: ArchiveDesk,
    _folder: tempfile::TempDir,
}

async fn stage(status: u16, body: impl ToString) -> Stage {
    let play = Arc::new(Play::default());
    *play.answer.lock().expect("not poisoned") = (status, body.to_string());
    let routes = Router::new().fallback(desk).with_state(Arc::clone(&play));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(crate::listen::serve(
        listener,
        routes,
        std::future::pending(),
    ));
    let (archive, folder) = adapter(&base, "s3cret\n").expect("an adapter");
    Stage {
        play,
        archive,
        _folder: folder,
    }
}

fn adapter(base: &str, token: &str) -> Result<(ArchiveDesk, tempfile::TempDir), ArchiveError> {
    let folder = tempfile::tempdir().expect("a folder");
    let token_file = folder.path().join("token");
    std::fs::write(&token_file, token).expect("written");
    let config = ArchiveConfig {
        url: Url::parse(base).expect("a URL"),
        token_file,
    };
    ArchiveDesk::new(&config).map(|archive| (archive, folder))
}

fn granted() -> Value {
    json!({
        "case": case().id.to_string(), "state": "open", "address": "https://desk.example/a/1",
        "account": GUID, "service": "onedrive", "until": "2026-11-28T00:00:00Z",
    })
}

fn until() -> Timestamp {
    Timestamp::from_seconds(1_795_190_400)
}

#[tokio::test]
async fn an_access_is_opened_and_ended_by_the_id_of_its_application() {
    let stage = stage(201, granted()).await;
    let access = stage.archive.open(&case(), until()).await.expect("open");
    assert_eq!(access.address, "https://desk.example/a/1");
    assert!(access.password.is_none());
    *stage.play.answer.lock().expect("not poisoned") = (204, String::new());
    stage.archive.end(&case()).await.expect("ended");
    let asked = stage.play.asked.lock().expect("not poisoned").clone();
    let path = format!("/archive/v1/grants/{}", case().id);
    assert_eq!(asked[0].0, format!("PUT {path}"));
    assert_eq!(asked[1].0, format!("DELETE {path}"));
    assert!(asked.iter().all(|(_, bearer, _)| bearer == "Bearer s3cret"));
    let body: Value = serde_json::from_str(&asked[0].2).expect("JSON");
    let right = json!({ "account": GUID, "service": "onedrive", "until": "2026-11-20T16:00:00Z" });
    assert_eq!(body, right);
}

#[tokio::test]
async fn a_special_password_is_handed_on() {
    let mut granted = granted();
    granted["password"] = json!("Kirei-na-1");
    let access = stage(201, granted)
        .await
        .archive
        .open(&case(), until())
        .await
        .expect("open");
    let password = access.password.expect("a password");
    assert_eq!(password.expose(), "Kirei-na-1");
}

#[tokio::test]
async fn what_may_have_been_done_is_told_from_what_was_not() {
    let no = Fault::NotDone(Refusal::ArchiveUnreachable);
    let open = async |status, body: Value| {
        let stage = stage(status, body).await;
        let outcome = stage
            .archive
            .open(&case(), until())
            .await
            .map(|access| access.address);
        assert_eq!(
            stage.play.asked.lock().expect("not poisoned").len(),
            1,
            "asked once"
        );
        outcome.expect_err("no access")
    };
    for status in [307, 400, 401, 403, 404] {
        assert_eq!(open(status, granted()).await, no, "{status}");
    }
    for status in [409, 500, 502, 503, 504] {
        assert_eq!(open(status, granted()).await, Fault::Unknown, "{status}");
    }
    assert_eq!(
        open(429, granted()).await,
        Fault::Throttled(Span::seconds(7))
    );
    let changed = |name: &str, value: &str| {
        let mut body = granted();
        body[name] = json!(value);
        body
    };
    for body in [
        json!([]),
        changed("case", "another"),
        changed("state", "ended"),
        changed("address", "javascript:alert(1)"),
        changed("address", "/a/1"),
        changed(
            "address",
            &format!("https://desk.example/{}", "x".repeat(20_000)),
        ),
    ] {
        assert_eq!(open(200, body.clone()).await, Fault::Unknown, "{body}");
    }
}

#[tokio::test]
async fn a_desk_that_is_down_has_heard_of_nothing() {
    let closed = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", closed.local_addr().expect("an address"));
    drop(closed);
    let (archive, _folder) = adapter(&base, "s3cret").expect("an adapter");
    let no = Fault::NotDone(Refusal::ArchiveUnreachable);
    assert_eq!(archive.open(&case(), until()).await.map(drop), Err(no));
    assert_eq!(archive.end(&case()).await, Err(no));
}

#[tokio::test]
async fn an_access_that_has_ended_or_never_was_counts_as_ended() {
    for (status, expected) in [
        (204, Ok(())),
        (404, Ok(())),
        (401, Err(Fault::NotDone(Refusal::ArchiveUnreachable))),
        (500, Err(Fault::Unknown)),
    ] {
        assert_eq!(
            stage(status, "").await.archive.end(&case()).await,
            expected,
            "{status}"
        );
    }
}

#[test]
fn a_token_is_one_line_of_visible_ascii() {
    for token in ["", " \n", "a b", "a\nb", "ａ"] {
        let refused = adapter("https://desk.example", token);
        assert!(
            matches!(refused, Err(ArchiveError::Unfit { .. })),
            "{token:?}"
        );
    }
}
