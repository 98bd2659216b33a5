//! What a person who gets our mails finds in them, in both languages.

use std::path::Path;

use ident_core::account::{AccountKey, AccountNumber};
use ident_core::contact::CheckedFor;
use ident_core::deed::{Deed, Entry, Receipt, Standing};
use ident_core::id::{EntryId, MailId};
use ident_core::purpose::Way;
use ident_core::salvage::{CloudService, Verdict};
use ident_core::time::Timestamp;

use super::*;
use crate::entropy::Entropy;

const SANDBOX: &str = include_str!("../config/sandbox.test.toml");

fn config() -> Config {
    Config::parse(SANDBOX, Path::new("ident.toml")).expect("a configuration")
}

fn keys() -> Keys {
    Keys::from_roots(vec![(1, [1; 32])])
}

fn account() -> AccountKey {
    let guid = "5a5d0b00-0000-4000-8000-00000000da16";
    AccountKey::parse(guid, guid).expect("a key")
}

fn entry(deed: Deed) -> Box<Entry> {
    Box::new(Entry {
        id: EntryId::from_random([1; 16]),
        receipt: Receipt::parse("0123-4567-89AB").expect("a receipt"),
        account: account(),
        number: AccountNumber::parse("0123456789").expect("a number"),
        at: Timestamp::from_seconds(1_795_190_400),
        deed,
        by: Standing::Card,
        way: Some(Way::OtherDevice),
        device: Some("Windows".to_owned()),
        place: None,
        told: 1,
    })
}

fn rendered(letter: Letter) -> Rendered {
    let mail = Mail {
        id: MailId::from_random([1; 16]),
        version: 0,
        account: account(),
        to: keys().seal_text("hanako@example.ac.jp", &account(), &Entropy),
        letter,
        queued_at: Timestamp::from_seconds(0),
        due_at: Timestamp::from_seconds(0),
        tries: 0,
        end: None,
    };
    render(&mail, &config(), &keys())
}

fn notice_of(deed: Deed) -> Rendered {
    rendered(Letter::Notice { entry: entry(deed) })
}

/// Both forms say it.
fn says(mail: &Rendered, words: &[&str]) {
    for word in words {
        assert!(mail.text.contains(word), "{word} is not in\n{}", mail.text);
        assert!(mail.html.contains(word), "{word} is not in\n{}", mail.html);
    }
}

#[test]
fn r52_a_notice_says_what_when_how_and_how_to_stop_it() {
    let mail = notice_of(Deed::PassIssued);
    assert_eq!(
        mail.subject,
        "一時アクセスパスを発行しました / A Temporary Access Pass was issued"
    );
    says(
        &mail,
        &[
            "一時アクセスパスを発行しました",
            "A Temporary Access Pass was issued",
            "2026年11月21日 01:00（日本時間）",
            "21 November 2026, 01:00 (Japan time)",
            "カードで（別のスマートフォンで読み取り）",
            "By card (read with another phone)",
            "Windows",
            "01******89",
            "0123-4567-89AB",
            "自分ではない",
            "It was not me",
            "uteleconサポート窓口",
            "utelecon Technical Support Desk",
            "返信しないでください",
            "Please do not reply",
        ],
    );
    let token = notice::token(entry(Deed::PassIssued).id, keys().notice());
    let link = format!("http://localhost:7440/verify/notice/{token}");
    says(&mail, &[&link]);
    let ja = mail.text.find("日本時間").expect("Japanese");
    assert!(ja < mail.text.find("Japan time").expect("English"));
}

#[test]
fn n07_every_deed_is_told_and_can_be_stopped_but_the_freeze_itself() {
    for deed in Deed::ALL {
        let mail = notice_of(*deed);
        let words = words::deed(*deed);
        says(&mail, &[&words.ja, &words.en]);
        let stops = mail.text.contains("/verify/notice/");
        assert_eq!(stops, *deed != Deed::Frozen, "{deed:?}");
    }
    says(&notice_of(Deed::Frozen), &["http://localhost:7440/my/"]);
    says(
        &notice_of(Deed::ContactRemoved),
        &["あと7日間", "for 7 days"],
    );
}

#[test]
fn a_mail_never_shows_the_whole_number_of_the_account_or_its_own_address() {
    let mail = notice_of(Deed::Linked);
    for text in [&mail.subject, &mail.text, &mail.html] {
        for secret in ["0123456789", "hanako", &account().object] {
            assert!(!text.contains(secret), "{secret} is in\n{text}");
        }
    }
}

#[test]
fn a_code_comes_with_its_time_and_the_request_to_tell_it_to_nobody() {
    let (seed, checked_for) = ([7; 16], CheckedFor::Notices);
    let mail = rendered(Letter::Code {
        checked_for,
        seed,
        expires_at: Timestamp::from_seconds(1_795_190_400),
    });
    let code = code_of(&seed, checked_for, keys().mail_code(1));
    says(
        &mail,
        &[
            &code,
            "だれにも教えないでください",
            "Never tell this code to anybody",
            "2026年11月21日 01:00",
        ],
    );
    assert!(
        !mail.subject.contains(&code),
        "a screen that is locked shows subjects"
    );
    assert!(!mail.text.contains("/verify/notice/"));
}

#[test]
fn a_decision_on_rescue_is_told_with_what_the_clerk_wrote_and_nothing_of_it_is_markup() {
    let note = keys().seal_text("<b>書類&不足</b>", &account(), &Entropy);
    let service = CloudService::OneDrive;
    let declined = rendered(Letter::SalvageDecided {
        service,
        verdict: Verdict::Declined { note: Some(note) },
        entry: entry(Deed::SalvageDeclined),
    });
    assert!(declined.text.contains("<b>書類&不足</b>"));
    assert!(declined.html.contains("&lt;b&gt;書類&amp;不足&lt;/b&gt;"));
    let approved = rendered(Letter::SalvageDecided {
        service,
        verdict: Verdict::Approved {
            until: Timestamp::from_seconds(1_795_190_400),
            address: "https://archive.example/a?b=1&c=\"2\"".to_owned(),
        },
        entry: entry(Deed::SalvageApproved),
    });
    says(
        &approved,
        &["OneDrive", "2026年11月21日 01:00", "0123-4567-89AB"],
    );
    assert!(
        approved
            .html
            .contains("href=\"https://archive.example/a?b=1&amp;c=&quot;2&quot;\"")
    );
    let received = rendered(Letter::SalvageReceived {
        service: CloudService::Mail,
        entry: entry(Deed::SalvageApplied),
    });
    says(
        &received,
        &["ECCSクラウドメール", "ECCS Cloud Mail", "受け付けました"],
    );
}

#[test]
fn the_html_fetches_nothing_and_runs_nothing() {
    for mail in [notice_of(Deed::PassIssued), notice_of(Deed::Frozen)] {
        for word in [
            "<img", "<script", "<link", "<style", "src=", "url(", "@import", "class=",
        ] {
            assert!(!mail.html.contains(word), "{word} is in\n{}", mail.html);
        }
        assert!(mail.html.contains("content=\"light dark\""));
    }
}
