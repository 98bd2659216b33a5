//! Sends the mails that are queued.
//!
//! A sender takes a mail by storing its next version before anything is sent: of several nodes one
//! wins, the others see a conflict. One that dies with a mail in its hands leaves it to the next
//! look after the lease; it goes out again under the same Message-ID.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream;
use ident_core::change::{Change, Write};
use ident_core::contact::MailAddress;
use ident_core::mail::Mail;
use tokio::time::timeout;

use crate::adapter::smtp::{Sending, Smtp};
use crate::letter::render;
use crate::state::App;

/// The longest pause between two looks: other nodes queue mails as well.
const LOOK: Duration = Duration::from_secs(15);
/// Also when the next mail was due long ago and another node has not ended it.
const SHORTEST: Duration = Duration::from_millis(200);
/// How many mails are taken up in one round.
const MOST: u32 = 256;
/// How many are on their way at once.
const AT_ONCE: usize = 8;

/// What one round came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Post {
    /// How many the mail server took.
    pub sent: u32,
    /// How many are to be tried again.
    pub later: u32,
    /// How many were given up.
    pub given_up: u32,
}

/// Sends mails for as long as the server runs.
pub(super) async fn outbox(app: Arc<App>) {
    app.metrics.mail_server(app.mail.is_some());
    if app.mail.is_none() {
        tracing::warn!("mail.not_configured: notices and codes wait in the queue");
        return std::future::pending().await;
    }
    loop {
        let round = post(&app).await;
        let wait = match round {
            Some(post) if post != Post::default() => SHORTEST,
            _ => until_next(&app).await,
        };
        // Woken by a mail of this node, or by time.
        let _ = timeout(wait, app.outbox.notified()).await;
    }
}

async fn until_next(app: &App) -> Duration {
    let Ok(Some(next)) = app.store.next_mail_due().await else {
        return LOOK;
    };
    let left = u64::try_from((next - app.now()).millis()).unwrap_or(0);
    Duration::from_millis(left).clamp(SHORTEST, LOOK)
}

/// Sends what is due now; `None` when the database does not answer, or no mail server is configured.
pub async fn post(app: &App) -> Option<Post> {
    let smtp = app.mail.as_ref()?;
    let due = app.store.mails_due(app.now(), MOST).await.ok()?;
    let ends = stream::iter(due)
        .map(|mail| one(app, smtp, mail))
        .buffer_unordered(AT_ONCE);
    let post = ends.fold(Post::default(), |mut post, end| async move {
        match end {
            Some(Sending::Taken) => post.sent += 1,
            Some(Sending::Later | Sending::Broken(_)) => post.later += 1,
            Some(Sending::Never) => post.given_up += 1,
            None => {}
        }
        post
    });
    Some(post.await)
}

/// Takes one mail, sends it, and stores what became of it. `None` when somebody else has it.
async fn one(app: &App, smtp: &Smtp, mail: Mail) -> Option<Sending> {
    let mail = mail.taken(app.now());
    store(app, &mail).await?;
    let sending = send(app, smtp, &mail).await;
    tell(app, sending);
    let (id, now) = (mail.id, app.now());
    let (next, outcome) = match sending {
        Sending::Taken => (mail.sent(now), "sent"),
        Sending::Later | Sending::Broken(_) => {
            let [jitter] = app.entropy.bytes();
            (mail.later(jitter, now), "later")
        }
        Sending::Never => {
            tracing::error!(mail = %id, tries = mail.tries, "mail.given_up");
            (mail.given_up(now), "given_up")
        }
    };
    // Counted when it is stored: until then the mail may be tried once more.
    if store(app, &next).await.is_some() {
        app.metrics.mail(outcome);
    } else {
        tracing::error!(mail = %id, outcome, "mail.outcome_not_stored");
    }
    Some(sending)
}

/// Tells the operator whether the mail server takes mails. What no time mends is an error.
fn tell(app: &App, sending: Sending) {
    let works = match sending {
        Sending::Taken => true,
        Sending::Broken(broken) => {
            let cause = broken.name();
            if broken.may_pass() {
                tracing::warn!(cause, "mail.server_unusable");
            } else {
                tracing::error!(cause, "mail.server_unusable");
            }
            false
        }
        // Said of one mail only.
        Sending::Later | Sending::Never => return,
    };
    app.metrics.mail_server(works);
    app.mail_works.store(works, Ordering::Relaxed);
}

async fn send(app: &App, smtp: &Smtp, mail: &Mail) -> Sending {
    if mail.is_stale(app.now()) {
        return Sending::Never;
    }
    // Without its key an address can never be read again.
    let Some(to) = app.keys.open_text(&mail.to, &mail.account) else {
        return Sending::Never;
    };
    let Ok(to) = MailAddress::parse(&to) else {
        return Sending::Never;
    };
    let rendered = render(mail, &app.config, &app.keys);
    let id = mail.id.to_string();
    smtp.send(&id, to.expose(), rendered, app.now()).await
}

async fn store(app: &App, mail: &Mail) -> Option<()> {
    let change = Change::from(Write::UpdateMail(mail.clone()));
    app.store.commit(change).await.ok()
}
