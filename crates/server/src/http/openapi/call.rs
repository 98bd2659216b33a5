//! The calls of the API, as a table.

/// One call: path below `/api/v1`, what it does, the body it takes, the body it gives.
pub(super) struct Call {
    pub(super) path: &'static str,
    pub(super) says: &'static str,
    pub(super) takes: Option<&'static str>,
    pub(super) query: Option<&'static str>,
    pub(super) gives: Given,
}

/// What a call answers with.
#[derive(Clone, Copy)]
pub(super) enum Given {
    /// A body.
    Body(&'static str),
    /// A body, or nothing (204).
    Perhaps(&'static str),
    /// Nothing (204).
    Nothing,
    /// A stream of events with this body each.
    Events(&'static str),
}

const fn read(path: &'static str, gives: Given, says: &'static str) -> Call {
    Call {
        path,
        says,
        takes: None,
        query: None,
        gives,
    }
}

const fn change(path: &'static str, takes: &'static str, gives: Given, says: &'static str) -> Call {
    Call {
        path,
        says,
        takes: Some(takes),
        query: None,
        gives,
    }
}

const fn query(path: &'static str, query: &'static str, gives: Given, says: &'static str) -> Call {
    Call {
        query: Some(query),
        ..read(path, gives, says)
    }
}

const VISIT: Given = Given::Body("VisitView");
const FLOW: Given = Given::Body("FlowView");
const SALVAGE: Given = Given::Body("SalvageView");
const OFFICE: Given = Given::Body("OfficeView");
const CONTACTS: Given = Given::Body("ContactsView");
const STARTED: Given = Given::Body("StartedFlow");
const ACT: Given = Given::Body("ActView");

pub(super) const CALLS: &[Call] = &[
    read(
        "/context",
        Given::Body("Context"),
        "Names, links and lifetimes",
    ),
    read(
        "/visit",
        Given::Perhaps("VisitView"),
        "The visit of this client",
    ),
    change("/visit/end", "Empty", Given::Nothing, "End the visit"),
    change(
        "/flows",
        "StartFlow",
        STARTED,
        "Start a card check or a sign-in",
    ),
    read("/flows/{id}", FLOW, "Where a flow stands"),
    read(
        "/flows/{id}/events",
        Given::Events("FlowView"),
        "Where a flow stands, as it changes",
    ),
    change(
        "/flows/{id}/resume",
        "Empty",
        STARTED,
        "Set out again for the provider",
    ),
    change(
        "/flows/{id}/renew",
        "Empty",
        FLOW,
        "Make a new link; the old one ends",
    ),
    change(
        "/flows/{id}/extend",
        "Empty",
        FLOW,
        "More time for a link, once",
    ),
    change("/flows/{id}/cancel", "Empty", VISIT, "Stop"),
    change(
        "/flows/{id}/dismiss",
        "Empty",
        VISIT,
        "Put a finished flow away",
    ),
    change(
        "/flows/{id}/digits",
        "ConfirmDigits",
        VISIT,
        "Type the six digits",
    ),
    change(
        "/flows/{id}/keep",
        "Empty",
        VISIT,
        "Go on at the phone itself",
    ),
    change(
        "/flows/{id}/redeem",
        "Redeem",
        VISIT,
        "Redeem a hand-back code",
    ),
    read(
        "/handoffs/{token}",
        Given::Body("HandoffView"),
        "Who asks, what for, where and when",
    ),
    change(
        "/handoffs/{token}/accept",
        "AcceptHandoff",
        Given::Body("Accepted"),
        "Go on with this device",
    ),
    change(
        "/handoffs/{token}/decline",
        "DeclineHandoff",
        Given::Nothing,
        "This was not me",
    ),
    change(
        "/link",
        "LinkRequest",
        VISIT,
        "Link the card to the account",
    ),
    change("/unlink", "Empty", VISIT, "Cut the link"),
    change("/freeze", "Empty", VISIT, "Freeze the link"),
    change("/unfreeze", "Empty", VISIT, "Lift the freeze"),
    read(
        "/history",
        Given::Body("HistoryView"),
        "What was done to the account",
    ),
    read(
        "/notices/{token}",
        Given::Body("FreezeView"),
        "What the link of a notice leads to",
    ),
    change(
        "/notices/{token}/freeze",
        "Empty",
        Given::Body("FreezeView"),
        "This was not me: freeze the link",
    ),
    read("/contacts", CONTACTS, "The notice addresses"),
    change(
        "/contacts/open",
        "Empty",
        CONTACTS,
        "Show that they may be changed",
    ),
    change(
        "/contacts/add",
        "AddAddress",
        CONTACTS,
        "Send a code to an address",
    ),
    change(
        "/contacts/confirm",
        "ConfirmAddress",
        CONTACTS,
        "Type the code of the mail",
    ),
    change(
        "/contacts/forget",
        "Empty",
        CONTACTS,
        "Forget the address that waits for its code",
    ),
    change(
        "/contacts/{id}/remove",
        "Empty",
        CONTACTS,
        "Remove an address",
    ),
    change("/acts", "AskAct", ACT, "Ask for a pass or a password"),
    read("/acts/{id}", ACT, "Where an act stands"),
    change(
        "/acts/{id}/perform",
        "Empty",
        Given::Body("IssuedView"),
        "Issue it now; the only answer with the secret",
    ),
    change("/acts/{id}/give-up", "Empty", ACT, "Give it up"),
    read(
        "/coach",
        Given::Body("CoachView"),
        "What is registered since the pass",
    ),
    query(
        "/guide",
        "answers",
        Given::Body("GuideView"),
        "From what still works to the usable ways",
    ),
    read("/salvage", SALVAGE, "Where the rescue of cloud data stands"),
    change(
        "/salvage/contact",
        "AddAddress",
        SALVAGE,
        "Send a code to the contact address",
    ),
    change(
        "/salvage/contact/confirm",
        "ConfirmAddress",
        SALVAGE,
        "Type the code of the contact address",
    ),
    change(
        "/salvage/apply",
        "ApplySalvage",
        SALVAGE,
        "Apply for the rescue of cloud data",
    ),
    read("/office", OFFICE, "What waits for a clerk"),
    change(
        "/office/cases/{id}",
        "DecideCase",
        OFFICE,
        "Decide about an application",
    ),
    read(
        "/office/kiosks",
        Given::Body("KiosksView"),
        "The kiosks and how they are",
    ),
    change(
        "/office/kiosks/invite",
        "InviteKiosk",
        Given::Body("KioskInvitation"),
        "Make a kiosk; the only answer with its code",
    ),
    change(
        "/office/kiosks/{id}/revoke",
        "Empty",
        Given::Body("KiosksView"),
        "Stop a kiosk for good; its visits end",
    ),
    change(
        "/kiosk/enrol",
        "EnrolKiosk",
        Given::Body("KioskView"),
        "A kiosk hands in its code and its key",
    ),
    change(
        "/kiosk/visit",
        "BeginKioskVisit",
        VISIT,
        "A kiosk begins a visit for one person",
    ),
    change(
        "/kiosk/heartbeat",
        "KioskHeartbeat",
        Given::Body("KioskPulse"),
        "A kiosk says how it is",
    ),
    change(
        "/alumni",
        "Empty",
        Given::Body("AlumniView"),
        "A statement for the alumni service",
    ),
];
