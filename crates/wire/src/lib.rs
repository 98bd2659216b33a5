//! JSON shapes between the server and its clients: nothing but data, no domain types.
//!
//! Times are RFC 3339 in UTC. Unknown fields in requests are refused.

mod act;
mod context;
mod flow;
mod guide;
mod kiosk;
mod notice;
mod refusal;
mod salvage;
mod visit;

pub use act::{
    ActKind, ActStageView, ActView, AskAct, CoachView, IssuedView, MethodKind, MethodView,
    UnderWayView, WaitCause,
};
pub use context::{AppText, Both, Context, Lifetimes, Mode, Support};
pub use flow::{
    AcceptHandoff, ConfirmDigits, DeclineHandoff, Delivered, Empty, Errand, FlowView, Go, Goal,
    HandBack, HandoffView, OriginView, Purpose, Qr, Redeem, Role, StageView, StartFlow,
    StartedFlow, Target, Way,
};
pub use guide::{Answer, GuideView, Need, Question, Route, RouteView};
pub use kiosk::{
    BeginKioskVisit, EnrolKiosk, InviteKiosk, KioskHeartbeat, KioskInvitation, KioskJwk,
    KioskPulse, KioskRow, KioskStanding, KioskView, KiosksView, PaperState, ReaderState,
};
pub use notice::{
    AddAddress, ConfirmAddress, ContactView, ContactsView, Deed, EntryView, FreezeView,
    HistoryView, PendingAddress, Standing,
};
pub use refusal::{Next, Problem, RefusalView, Side};
pub use salvage::{
    AlumniView, ApplySalvage, CaseView, CloudService, DecideCase, OfficeView, RescueState,
    SalvageView,
};
pub use visit::{
    AccountView, Can, Channel, Kept, LinkRequest, LinkView, ProofView, StepState, Steps, Via,
    VisitView,
};
