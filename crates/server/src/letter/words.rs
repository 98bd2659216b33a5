//! The words of mails, the same as on the pages.

use ident_core::deed::{Deed, Standing};
use ident_core::purpose::Way;
use ident_core::salvage::CloudService;
use ident_core::time::Timestamp;
use ident_wire::Both;
use time::macros::{format_description, offset};
use time::{OffsetDateTime, UtcOffset};

const JAPAN: UtcOffset = offset!(+9);

/// A text in both languages.
pub(super) fn both(ja: impl Into<String>, en: impl Into<String>) -> Both {
    Both {
        ja: ja.into(),
        en: en.into(),
    }
}

/// What was done, as a sentence without its end.
pub(super) fn deed(deed: Deed) -> Both {
    let (ja, en) = match deed {
        Deed::Linked => ("カードを連携しました", "A card was linked"),
        Deed::Relinked => (
            "連携するカードを変更しました",
            "The linked card was replaced",
        ),
        Deed::Unlinked => ("連携を解除しました", "The link was removed"),
        Deed::Frozen => ("連携を一時停止しました", "The link was stopped"),
        Deed::Unfrozen => ("連携の一時停止を解きました", "The link was started again"),
        Deed::PassAsked => (
            "一時アクセスパスの申し込みがありました",
            "A Temporary Access Pass was asked for",
        ),
        Deed::PassIssued => (
            "一時アクセスパスを発行しました",
            "A Temporary Access Pass was issued",
        ),
        Deed::PasswordAsked => (
            "仮パスワードの申し込みがありました",
            "A temporary password was asked for",
        ),
        Deed::PasswordIssued => (
            "仮パスワードを発行しました",
            "A temporary password was issued",
        ),
        Deed::ContactAdded => (
            "お知らせの届け先を追加しました",
            "A notice address was added",
        ),
        Deed::ContactRemoved => (
            "お知らせの届け先を削除しました",
            "A notice address was removed",
        ),
        Deed::SalvageApplied => (
            "データの救出の申請がありました",
            "Rescue of data was applied for",
        ),
        Deed::SalvageApproved => ("データの救出が認められました", "Rescue of data was granted"),
        Deed::SalvageDeclined => (
            "データの救出は認められませんでした",
            "Rescue of data was declined",
        ),
        Deed::SalvageStopped => (
            "データの取り出しを止めました",
            "The access to rescued data was stopped",
        ),
        Deed::SalvageResumed => (
            "データの取り出しを再開しました",
            "The access to rescued data goes on",
        ),
        Deed::SalvageEnded => (
            "データを取り出せる期間が終わりました",
            "The access to rescued data ended",
        ),
        Deed::AlumniHandedOver => (
            "卒業生向けサービスに証明を渡しました",
            "A statement went to the alumni service",
        ),
    };
    both(ja, en)
}

/// By what somebody stood for the account, and by which way a card was checked.
pub(super) fn standing(by: Standing, way: Option<Way>) -> Both {
    let (ja, en) = match by {
        Standing::Card => ("カードで", "By card"),
        Standing::Account => ("サインインして", "By signing in"),
        Standing::Notice => ("お知らせのメールから", "From a notice"),
        Standing::Clerk => ("窓口の担当者が", "By a clerk"),
        Standing::Time => ("自動で", "By itself"),
    };
    let way = match way {
        None => return both(ja, en),
        Some(Way::ThisPhone) => ("スマートフォンで読み取り", "read with a phone"),
        Some(Way::App) => ("アプリから読み取り", "read from the app"),
        Some(Way::ThisPc) => ("PCとスマートフォンで読み取り", "read with a PC and a phone"),
        Some(Way::OtherDevice) => ("別のスマートフォンで読み取り", "read with another phone"),
    };
    both(format!("{ja}（{}）", way.0), format!("{en} ({})", way.1))
}

/// A cloud service.
pub(super) fn service(service: CloudService) -> Both {
    match service {
        CloudService::Mail => both(
            "ECCSクラウドメール（Google Workspace）",
            "ECCS Cloud Mail (Google Workspace)",
        ),
        CloudService::OneDrive => both("OneDrive", "OneDrive"),
    }
}

/// A point in time in Japan, to the minute.
pub(super) fn time(at: Timestamp) -> Both {
    let there = OffsetDateTime::from_unix_timestamp(at.seconds())
        .ok()
        .and_then(|at| at.checked_to_offset(JAPAN));
    let Some(there) = there else {
        return both("", "");
    };
    let ja =
        format_description!("[year]年[month padding:none]月[day padding:none]日 [hour]:[minute]");
    let en = format_description!("[day padding:none] [month repr:long] [year], [hour]:[minute]");
    both(
        format!("{}（日本時間）", there.format(ja).unwrap_or_default()),
        format!("{} (Japan time)", there.format(en).unwrap_or_default()),
    )
}
