//! `failure-codes`: `docs/FAILURE-CODES.md`, written from the closed list of refusals and the
//! texts that people see.

use std::error::Error;
use std::fmt::Write;

use ident_core::refusal::{Next, Refusal, Side};
use ident_server::http::error::status;
use serde_json::Value;

const JA: &str = include_str!("../../../../ui/src/i18n/ja.json");
const EN: &str = include_str!("../../../../ui/src/i18n/en.json");

const INTRODUCTION: &str = "# Failure codes\n\n\
    Written by `ident-server failure-codes` (`cargo xtask gen`); do not edit.\n\n\
    Every end without success is one of these codes: on the wire, in the audit log, in the \
    metrics, and as the key of the text that a person is shown together with a short reference. \
    *Side* is where the cause lies, *next* what the person is offered.\n";

/// The whole document.
pub(super) fn text() -> Result<String, Box<dyn Error>> {
    let (ja, en): (Value, Value) = (serde_json::from_str(JA)?, serde_json::from_str(EN)?);
    let mut text = String::from(INTRODUCTION);
    table(&mut text)?;
    for refusal in Refusal::ALL {
        section(&mut text, *refusal, &ja["refusal"], &en["refusal"])?;
    }
    Ok(text)
}

fn table(text: &mut String) -> std::fmt::Result {
    text.push_str("\n| code | HTTP | side | next |\n|---|---|---|---|\n");
    for refusal in Refusal::ALL {
        let (code, status) = (refusal.code(), status(*refusal).as_u16());
        let (side, next) = (side(refusal.side()), next(refusal.next()));
        writeln!(text, "| [`{code}`](#{code}) | {status} | {side} | {next} |")?;
    }
    Ok(())
}

fn section(
    text: &mut String,
    refusal: Refusal,
    ja: &Value,
    en: &Value,
) -> Result<(), Box<dyn Error>> {
    let code = refusal.code();
    write!(text, "\n## {code}\n\n{}\n\n", refusal.cause())?;
    for (language, catalogue) in [("ja", ja), ("en", en)] {
        let said = |part: &str| {
            let text = catalogue[code][part].as_str();
            text.ok_or_else(|| format!("{language}.json has no refusal.{code}.{part}"))
        };
        writeln!(
            text,
            "- **{}** {} {}",
            said("title")?,
            said("cause")?,
            said("next")?
        )?;
    }
    Ok(())
}

const fn side(side: Side) -> &'static str {
    match side {
        Side::You => "the person",
        Side::DigitalAgency => "the provider asked",
        Side::University => "the university",
        Side::Ident => "this service",
    }
}

const fn next(next: Next) -> &'static str {
    match next {
        Next::Retry => "try the step again",
        Next::Restart => "begin again",
        Next::Wait => "wait, then try again",
        Next::SignIn => "sign in",
        Next::SignInAgain => "sign in again with a second factor",
        Next::Relink => "replace the old card",
        Next::OtherBrowser => "go on in this browser from the start",
        Next::BackToFirstScreen => "go back to the first screen",
        Next::Office => "go to the office",
        Next::Status => "look at the present state",
        Next::Support => "ask support with the reference",
        Next::PassFirst => "have a temporary access pass issued first",
        Next::Unfreeze => "lift the freeze",
        Next::ProveAgain => "card check or fresh sign-in again",
        Next::Guide => "look into the guide",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = include_str!("../../../../ui/src/wire/refusals.json");

    #[test]
    fn every_refusal_has_a_text_in_both_languages() {
        let text = text().expect("all texts are there");
        for refusal in Refusal::ALL {
            assert!(
                text.contains(&format!("\n## {}\n", refusal.code())),
                "{refusal}"
            );
        }
    }

    #[test]
    fn the_table_of_the_pages_is_the_closed_list() {
        let told: Value = serde_json::from_str(TABLE).expect("JSON");
        let meant = Refusal::ALL.iter().map(|refusal| {
            let meaning = serde_json::json!({"side": refusal.side(), "next": refusal.next()});
            (refusal.code().to_owned(), meaning)
        });
        assert_eq!(
            told,
            Value::Object(meant.collect()),
            "run `cargo xtask gen`"
        );
    }

    #[test]
    fn no_text_is_for_a_refusal_that_does_not_exist() {
        for catalogue in [JA, EN] {
            let catalogue: Value = serde_json::from_str(catalogue).expect("JSON");
            for code in catalogue["refusal"].as_object().expect("an object").keys() {
                assert!(Refusal::parse(code).is_some(), "{code} is no refusal");
            }
        }
    }
}
