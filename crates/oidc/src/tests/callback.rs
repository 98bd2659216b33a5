//! What browsers bring back, good and hostile.

use ident_core::refusal::Refusal;
use ident_core::secret::Token;

use crate::{Callback, MAX_PARAMETER_BYTES, MAX_QUERY_BYTES, parse_callback};

fn state() -> String {
    Token::from_random([7; 32]).to_text()
}

/// One word for what a query with our `state` in place of `STATE` was read as.
fn read(query: &str) -> String {
    match parse_callback(&query.replace("STATE", &state())) {
        Ok(callback) => {
            assert_eq!(callback.state().to_text(), state());
            match callback {
                Callback::Code { code, iss, .. } => {
                    format!(
                        "code {}{}",
                        code.expose(),
                        iss.map(|iss| format!(" from {iss}")).unwrap_or_default()
                    )
                }
                Callback::Error {
                    error, description, ..
                } => {
                    format!(
                        "error {error}{}",
                        description
                            .map(|text| format!(": {text}"))
                            .unwrap_or_default()
                    )
                }
                Callback::Malformed { .. } => "malformed".to_owned(),
            }
        }
        Err(refusal) => refusal.code().to_owned(),
    }
}

#[test]
fn r31_a_callback_is_read_in_one_way_or_not_at_all() {
    let unknown = Refusal::CallbackUnknownState.code();
    for (query, right) in [
        ("code=abc&state=STATE", "code abc"),
        ("state=STATE&code=abc&session_state=s", "code abc"),
        ("code=a%2Bb%20c&state=STATE", "code a+b c"),
        (
            "code=abc&state=STATE&iss=https%3A%2F%2Fop.example",
            "code abc from https://op.example",
        ),
        ("code=abc&state=STATE&x=1&x=2", "code abc"),
        ("error=access_denied&state=STATE", "error access_denied"),
        ("error=e&error_description=d&state=STATE", "error e: d"),
        (
            "error=e&error_description=%E4%B8%AD%E6%AD%A2&state=STATE",
            "error e",
        ),
        (
            "error=e&error_description=a&error_description=b&state=STATE",
            "error e",
        ),
        ("code=a&code=b&state=STATE", "malformed"),
        ("code=a&code=a&state=STATE", "malformed"),
        ("error=a&error=b&state=STATE", "malformed"),
        ("code=a&state=STATE&iss=x&iss=x", "malformed"),
        ("code=a&error=b&state=STATE", "malformed"),
        ("state=STATE", "malformed"),
        ("code=&state=STATE", "malformed"),
        ("error=&state=STATE", "malformed"),
        ("code=a%0D%0Ab&state=STATE", "malformed"),
        ("code=a%00&state=STATE", "malformed"),
        ("code=%FF%FE&state=STATE", "malformed"),
        ("code=%EF%BC%A1&state=STATE", "malformed"),
        ("CODE=a&state=STATE", "malformed"),
        ("co%64e=a&code=b&state=STATE", "malformed"),
        ("code=a&state=STATE&state=STATE", unknown),
        ("code=a&state=STATE&st%61te=x", unknown),
        ("code=a&state=STATE%20", unknown),
        ("code=a&state=STATE=", unknown),
        ("code=a&state=", unknown),
        ("code=a&state", unknown),
        ("code=a", unknown),
        ("error=access_denied", unknown),
        ("", unknown),
        ("&&&===", unknown),
        ("code=a&state=../../etc/passwd", unknown),
        ("code=a;state=STATE", unknown),
    ] {
        assert_eq!(read(query), right, "{query}");
    }
}

#[test]
fn a31_long_callbacks_are_refused() {
    let long = "x".repeat(MAX_PARAMETER_BYTES);
    assert_eq!(
        read(&format!("code={long}&state=STATE")),
        format!("code {long}")
    );
    assert_eq!(read(&format!("code={long}x&state=STATE")), "malformed");
    let filler = "x".repeat(MAX_QUERY_BYTES);
    assert_eq!(
        read(&format!("code=a&state=STATE&y={filler}")),
        Refusal::CallbackMalformed.code()
    );
    let many = "a=1&".repeat(MAX_QUERY_BYTES / 4 - 30);
    assert_eq!(read(&format!("{many}code=a&state=STATE")), "code a");
    assert_eq!(
        read(&"%".repeat(MAX_QUERY_BYTES)),
        Refusal::CallbackUnknownState.code()
    );
}

#[test]
fn a_callback_does_not_print_its_code() {
    let callback = parse_callback(&format!("code=hush&state={}", state())).expect("a callback");
    let printed = format!("{callback:?}");
    assert!(
        !printed.contains("hush") && !printed.contains(&state()),
        "{printed}"
    );
}
