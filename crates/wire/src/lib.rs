//! JSON shapes between the server and its clients: nothing but data, no domain types.
//!
//! Times are RFC 3339 in UTC. Unknown fields in requests are refused.

mod context;
mod flow;
mod refusal;
mod visit;

pub use context::{AppText, Both, Context, Lifetimes, Mode, Support};
pub use flow::{
    AcceptHandoff, ConfirmDigits, DeclineHandoff, Delivered, Empty, Errand, FlowView, Go, Goal,
    HandBack, HandoffView, OriginView, Purpose, Qr, Redeem, Role, StageView, StartFlow,
    StartedFlow, Target, Way,
};
pub use refusal::{Next, Problem, RefusalView, Side};
pub use visit::{
    AccountView, Can, Channel, Kept, LinkRequest, LinkView, ProofView, StepState, Steps, Via,
    VisitView,
};
