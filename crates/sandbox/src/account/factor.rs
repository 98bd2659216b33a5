//! The second factor: what is registered, and what the person has of it.

use crate::account::Entry;
use crate::graph::masked;
use crate::page::Lang;
use crate::population::{Account, AccountState, Method, MethodKind};

/// Holds an entry against the registered methods; gives whether MFA was passed.
///
/// # Errors
/// The code of the notice: nothing registered fits, or what it needs is lost.
pub(crate) fn check(state: &AccountState, entry: &Entry) -> Result<bool, &'static str> {
    if matches!(entry, Entry::SkipMfa) {
        return Ok(false);
    }
    let fits = |method: &&Method| match entry {
        Entry::Method(id) => method.id == *id && method.kind.signs_in(),
        Entry::Approve => method.kind == MethodKind::MicrosoftAuthenticator,
        Entry::Code(code) => method.kind.gives_codes() && code == Account::CODE,
        _ => false,
    };
    let fitting: Vec<&Method> = state.methods.iter().filter(fits).collect();
    if fitting.iter().any(|method| !method.lost) {
        Ok(true)
    } else if fitting.is_empty() {
        Err("AADSTS500121")
    } else {
        Err("NOT_AT_HAND")
    }
}

/// What a method is called on a page.
pub(crate) fn label(lang: Lang, method: &Method) -> String {
    let name = kind_name(lang, method.kind);
    match method.kind {
        MethodKind::Mobile | MethodKind::AlternateMobile | MethodKind::Office => {
            format!("{name} {}", masked(&method.label))
        }
        _ if method.label.is_empty() => name.to_owned(),
        _ => format!("{name} ({})", method.label),
    }
}

/// What a kind of method is called on a page.
pub(crate) fn kind_name(lang: Lang, kind: MethodKind) -> &'static str {
    match kind {
        MethodKind::MicrosoftAuthenticator => "Microsoft Authenticator",
        MethodKind::Mobile => lang.pick("電話", "Phone"),
        MethodKind::AlternateMobile => lang.pick("代替の電話", "Alternate phone"),
        MethodKind::Office => lang.pick("会社電話", "Office phone"),
        MethodKind::SoftwareOath => lang.pick("ほかの認証アプリ", "Another authenticator app"),
        MethodKind::Fido2 => lang.pick("セキュリティキー", "Security key"),
        MethodKind::Email => lang.pick("電子メール", "Email"),
    }
}

/// What a person does with a method, as the text of a button.
pub(super) fn action(lang: Lang, method: &Method) -> String {
    let action = match method.kind {
        MethodKind::Fido2 => lang.pick("キーに触れる", "Touch the key"),
        MethodKind::SoftwareOath => lang.pick("アプリのコードを使う", "Use the app's code"),
        _ => lang.pick("電話で承認する", "Approve by phone"),
    };
    format!("{action}{}{}", lang.pick("：", ": "), label(lang, method))
}
