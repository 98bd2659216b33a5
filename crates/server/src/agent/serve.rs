//! The side of the process that holds the credential.

use std::sync::Arc;

use ident_core::port::{Directory, DirectoryLog, PassDesk, PasswordDesk};
use tokio::net::UnixStream;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

use super::frames::{Frame, Frames, frame, send};
use super::message::{Answer, Ask, Asking, Said};
use crate::adapter::graph::{Calls, Graph};

/// Answers one server until it closes. What is under way then is dropped: nobody would hear of it.
///
/// # Errors
/// When the stream breaks, or what comes is not of the closed list.
pub async fn serve(
    stream: UnixStream,
    graph: impl FnOnce(Calls) -> Result<Graph, std::io::Error>,
) -> Result<(), std::io::Error> {
    let (read, write) = stream.into_split();
    let (queue, queued) = unbounded_channel();
    let graph = Arc::new(graph(counted(&queue))?);
    let mut frames = Frames::new(read);
    let mut under_way = JoinSet::new();
    under_way.spawn(send(write, queued));
    say(&queue, &Said::Ready);
    while let Some(asking) = frames.next::<Asking>().await? {
        let (graph, queue) = (Arc::clone(&graph), queue.clone());
        under_way.spawn(async move {
            let said = answer(&graph, asking.ask).await;
            say(&queue, &Said::Answer(asking.id, said));
        });
        while under_way.try_join_next().is_some() {}
    }
    Ok(())
}

/// Calls are counted where the counters are.
fn counted(queue: &UnboundedSender<Frame>) -> Calls {
    let queue = queue.clone();
    Calls::new(move |op, outcome| {
        say(&queue, &Said::Called(op.to_owned(), outcome.to_owned()));
    })
}

fn say(queue: &UnboundedSender<Frame>, said: &Said) {
    match frame(said) {
        // Nobody listens any more.
        Ok(frame) => drop(queue.send(frame)),
        Err(error) => tracing::error!(%error, "agent.answer_lost"),
    }
}

async fn answer(graph: &Graph, ask: Ask) -> Answer {
    match ask {
        Ask::Account(key) => Answer::Account(graph.account(&key).await),
        Ask::Privileged(key) => Answer::Privileged(graph.is_privileged(&key).await),
        Ask::Methods(key) => Answer::Methods(graph.methods(&key).await),
        Ask::Look(key) => Answer::Look(graph.look(&key).await),
        Ask::Policy(key) => Answer::Policy(graph.policy(&key).await),
        Ask::Passes(key) => Answer::Passes(graph.list(&key).await),
        Ask::DeletePass(key, pass, request) => {
            Answer::Done(graph.delete(&key, &pass, request).await)
        }
        Ask::EndSessions(key, request) => Answer::Done(graph.revoke_sessions(&key, request).await),
        Ask::CreatePass(key, lifetime, request) => {
            let created = graph.create(&key, lifetime, request).await;
            Answer::Created(created.map(Into::into))
        }
        Ask::SetPassword(key, password, request) => {
            Answer::Done(graph.set_temporary(&key, &password.0, request).await)
        }
        Ask::Log(span, next) => Answer::Page(graph.page(span, next).await),
    }
}
