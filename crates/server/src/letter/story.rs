//! What each kind of mail tells, before it has a form.

use ident_core::contact::CheckedFor;
use ident_core::deed::{Deed, Entry};
use ident_core::identity::Sealed;
use ident_core::notice::masked_number;
use ident_core::salvage::{CloudService, MOST_DECLINED, Verdict};
use ident_core::time::Timestamp;
use ident_wire::Both;
use zeroize::Zeroizing;

use super::words::{both, deed, service, standing, time};
use crate::config::Config;

/// The parts of a mail.
pub(super) struct Story {
    /// The subject, and the heading.
    pub(super) title: Both,
    /// The first paragraph.
    pub(super) lead: Both,
    /// A code that stands by itself.
    pub(super) code: Option<String>,
    /// Facts: what each is called, and what it is.
    pub(super) facts: Vec<(Both, Both)>,
    /// What to do.
    pub(super) advice: Vec<Both>,
    /// Where to go, and what the link is called.
    pub(super) link: Option<(Both, String)>,
}

/// Something was done.
pub(super) fn notice(entry: &Entry, link: &str, config: &Config) -> Story {
    let what = deed(entry.deed);
    let mut advice = vec![both(
        "ご自分で行ったことなら、何もする必要はありません。",
        "If it was you, there is nothing to do.",
    )];
    if entry.deed == Deed::ContactRemoved {
        let days = config.retention.contacts.millis() / (24 * 60 * 60 * 1000);
        advice.push(both(
            format!("削除した届け先にも、あと{days}日間はお知らせをお送りします。"),
            format!("The removed address still gets all notices for {days} days."),
        ));
    }
    let link = if entry.deed == Deed::Frozen {
        advice.push(both(
            "カードを使った発行は、だれにもできなくなりました。心配がなくなったら、カードかサインインで、また使えるようにできます。",
            "Nobody can get anything issued with a card any more. When there is nothing to fear \
             any more, start the link again with your card or by signing in.",
        ));
        let title = both("連携の状況を見る", "See your link");
        (title, format!("{}/my/", config.origin()))
    } else {
        advice.push(both(
            "心当たりがないときは、次のページを開いて「自分ではない。すべて止める」を押してください。サインインは必要ありません。カードの連携が止まり、発行されたばかりのパスは無効になります。",
            "If it was not you, open the page below and press “It was not me. Stop everything”. \
             You need not sign in. The link of the card is stopped, and a pass just issued is \
             made useless.",
        ));
        let title = both(
            "自分ではない（止めるページを開く）",
            "It was not me (open the page to stop it)",
        );
        (title, link.to_owned())
    };
    Story {
        title: what,
        lead: both(
            "あなたのUTokyo Accountについて、次のことがありました。",
            "This happened to your UTokyo Account.",
        ),
        code: None,
        facts: facts(entry, None),
        advice,
        link: Some(link),
    }
}

/// A code that confirms an address.
pub(super) fn code(checked_for: CheckedFor, code: &str, expires_at: Timestamp) -> Story {
    let lead = match checked_for {
        CheckedFor::Notices => both(
            "このメールアドレスをお知らせの届け先にするための確認コードです。元の画面に入力してください。",
            "This code confirms your mail address for notices. Type it on the page you came from.",
        ),
        CheckedFor::Salvage => both(
            "このメールアドレスをデータの救出の連絡先にするための確認コードです。元の画面に入力してください。",
            "This code confirms your mail address for the rescue of your data. Type it on the \
             page you came from.",
        ),
    };
    Story {
        title: both(
            "メールアドレスの確認コード",
            "Code to confirm your mail address",
        ),
        lead,
        code: Some(code.to_owned()),
        facts: vec![(both("有効期限", "Good until"), time(expires_at))],
        advice: vec![
            both(
                "このコードは、だれにも教えないでください。大学の職員がおたずねすることもありません。",
                "Never tell this code to anybody. No member of the university will ask you for it.",
            ),
            both(
                "心当たりがないときは、このメールを捨ててください。コードが入力されなければ、何も変わりません。",
                "If you did not ask for it, ignore this mail. Without the code nothing changes.",
            ),
        ],
        link: None,
    }
}

/// An application for rescue has come in.
pub(super) fn received(asked: CloudService, entry: &Entry) -> Story {
    Story {
        title: both(
            "データの救出の申請を受け付けました",
            "Your application for the rescue of data",
        ),
        lead: both(
            "申請を受け付けました。担当者が判断し、結果をメールでお知らせします。",
            "We have received your application. A clerk decides, and a mail tells you the result.",
        ),
        code: None,
        facts: facts(entry, Some(asked)),
        advice: vec![both(
            "申請した覚えがないときは、受付番号を添えてお問い合わせください。",
            "If you did not apply, contact support and tell them the receipt number.",
        )],
        link: None,
    }
}

/// A clerk has decided.
pub(super) fn decided(
    asked: CloudService,
    verdict: &Verdict,
    entry: &Entry,
    open: impl Fn(&Sealed) -> Option<Zeroizing<String>>,
) -> Story {
    let mut facts = facts(entry, Some(asked));
    match verdict {
        Verdict::Approved { until, address } => {
            facts.push((both("使える期限", "Open until"), time(*until)));
            let mut advice = vec![both(
                "期限を過ぎると、二度と使えません。早めに取り出してください。",
                "When it is over, it does not come back. Take out what you need soon.",
            )];
            if asked == CloudService::Mail {
                advice.push(both(
                    "専用パスワードは、このサービスでもう一度カードを読み取ると表示されます。メールではお送りしません。",
                    "The special password is shown in this service after another card check. It is \
                     never sent by mail.",
                ));
            }
            Story {
                title: deed(entry.deed),
                lead: both(
                    "データを取り出せるようになりました。",
                    "You can now take out your data.",
                ),
                code: None,
                facts,
                advice,
                link: Some((
                    both("データのあるページを開く", "Open the page with your data"),
                    address.clone(),
                )),
            }
        }
        Verdict::Declined { note } => {
            if let Some(note) = note.as_ref().and_then(open) {
                let note = note.as_str();
                facts.push((both("担当者から", "From the clerk"), both(note, note)));
            }
            declined(facts)
        }
    }
}

/// A no, and what can be done about it.
fn declined(facts: Vec<(Both, Both)>) -> Story {
    let again = both(
        format!(
            "申請できる期間のうちは、内容を直して、もう一度申請できます（同じサービスについて、{MOST_DECLINED}回まで）。"
        ),
        format!(
            "While the time to apply lasts, you can mend the application and send it again \
             ({MOST_DECLINED} times at most for one service)."
        ),
    );
    let office = both(
        "直前まで学生だった方は、もとの所属の窓口に相談できることがあります。",
        "If you were a student right before you left, your former office may be able to help.",
    );
    Story {
        title: deed(Deed::SalvageDeclined),
        lead: both(
            "申請について、次のとおり判断されました。",
            "This was decided about your application.",
        ),
        code: None,
        facts,
        advice: vec![again, office],
        link: None,
    }
}

/// What a history says of an entry, the account with its middle covered.
fn facts(entry: &Entry, asked: Option<CloudService>) -> Vec<(Both, Both)> {
    let same = |text: &str| both(text, text);
    let mut facts = vec![
        (both("行われたこと", "What was done"), deed(entry.deed)),
        (both("日時", "When"), time(entry.at)),
        (
            both("アカウント", "Account"),
            same(&masked_number(&entry.number)),
        ),
        (both("方法", "How"), standing(entry.by, entry.way)),
    ];
    if let Some(asked) = asked {
        facts.insert(1, (both("サービス", "Service"), service(asked)));
    }
    let device = entry.device.as_deref().filter(|device| *device != "?");
    facts.extend(device.map(|device| (both("端末", "Device"), same(device))));
    let place = entry.place.as_deref();
    facts.extend(place.map(|place| (both("場所", "Place"), same(place))));
    let receipt = same(entry.receipt.as_str());
    facts.push((both("受付番号", "Receipt number"), receipt));
    facts
}
