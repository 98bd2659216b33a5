//! The line to the process, and what comes of it when that process is gone, or says nonsense.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use ident_core::account::AccountKey;
use ident_core::port::{Directory, Fault, PassDesk};
use ident_core::reconcile::RequestId;
use ident_core::refusal::Refusal;
use tokio::io::AsyncWriteExt;
use tokio::net::UnixStream;

use super::frames::{Frames, frame};
use super::message::{Answer, Asking, Said};
use super::*;
use crate::config::DirectoryConfig;
use crate::http::metrics::Metrics;

const GUID: &str = "5a5d0b00-0000-4000-8000-00000000da16";
const REQUEST: RequestId = RequestId::from_random([7; 16]);
const UNREACHABLE: Fault = Fault::NotDone(Refusal::DirectoryUnreachable);

fn key() -> AccountKey {
    AccountKey::parse(GUID, GUID).expect("a key")
}

/// An agent whose other side is played by `play`, one stream after the other.
fn agent<F, T>(play: F) -> (Agent, Arc<AtomicU32>)
where
    F: Fn(UnixStream) -> T + Send + Sync + Clone + 'static,
    T: Future<Output = ()> + Send + 'static,
{
    let dialled = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&dialled);
    let dial = Dial::by(move || {
        count.fetch_add(1, Ordering::SeqCst);
        let play = play.clone();
        async move {
            let (ours, theirs) = UnixStream::pair()?;
            tokio::spawn(play(theirs));
            Ok(ours)
        }
    });
    let config: DirectoryConfig = toml::from_str(
        "url = \"https://x.example\"\ntoken_url = \"https://x.example\"\nclient_id = \"c\"\n\
         key = \"unused\"\nalgorithm = \"ES256\"",
    )
    .expect("a section");
    (Agent::new(dial, &config, Metrics::new()), dialled)
}

async fn say(stream: &mut tokio::net::unix::OwnedWriteHalf, said: &Said) {
    let frame = frame(said).expect("a frame");
    stream.write_all(&frame).await.expect("written");
}

#[tokio::test]
async fn r69_answers_find_who_asked_in_whatever_order_they_come() {
    let (agent, dialled) = agent(|stream| async move {
        let (read, mut write) = stream.into_split();
        say(&mut write, &Said::Ready).await;
        let mut frames = Frames::new(read);
        let mut both = Vec::new();
        for _ in 0..2 {
            let asking: Asking = frames.next().await.expect("read").expect("asked");
            both.push(asking);
        }
        for asking in both.into_iter().rev() {
            let listed = vec![format!("{:?}", asking.ask).len().to_string()];
            say(
                &mut write,
                &Said::Answer(asking.id, Answer::Passes(Ok(listed))),
            )
            .await;
        }
        assert!(frames.next::<Asking>().await.expect("read").is_none());
    });
    let (one, other) = (key(), key());
    let (first, second) = tokio::join!(agent.list(&one), agent.list(&other));
    assert!(first.is_ok() && second.is_ok());
    assert_eq!(dialled.load(Ordering::SeqCst), 1, "one stream for both");
}

#[tokio::test]
async fn f22_what_may_have_been_read_there_is_unknown_and_a_question_is_not() {
    let (agent, _) = agent(|stream| async move {
        let (read, mut write) = stream.into_split();
        say(&mut write, &Said::Ready).await;
        let mut frames = Frames::new(read);
        let asked: Option<Asking> = frames.next().await.expect("read");
        assert!(asked.is_some());
        // And then it is killed.
    });
    let order = agent.revoke_sessions(&key(), REQUEST).await;
    assert_eq!(order, Err(Fault::Unknown));
    tokio::time::pause();
    tokio::time::advance(std::time::Duration::from_secs(2)).await;
    assert_eq!(agent.list(&key()).await, Err(UNREACHABLE));
}

#[tokio::test(start_paused = true)]
async fn r69_a_process_that_does_not_start_means_that_nothing_happened() {
    let (agent, dialled) = agent(|_| async {});
    assert_eq!(
        agent.revoke_sessions(&key(), REQUEST).await,
        Err(UNREACHABLE)
    );
    assert_eq!(
        agent.revoke_sessions(&key(), REQUEST).await,
        Err(UNREACHABLE)
    );
    assert_eq!(
        dialled.load(Ordering::SeqCst),
        1,
        "not started at every press"
    );
    tokio::time::advance(std::time::Duration::from_secs(1)).await;
    let account = agent.account(&key()).await;
    assert_eq!(account, Err(Refusal::DirectoryUnreachable));
    assert_eq!(dialled.load(Ordering::SeqCst), 2, "and again after a while");
}

#[tokio::test]
async fn r69_nonsense_ends_the_connection() {
    for nonsense in [
        &[0xff_u8; 64][..],
        &[0, 0, 0, 2, 0xc1, 0xc1],
        b"GET / HTTP/1.1\r\n\r\n",
    ] {
        let (agent, _) = agent(move |stream| async move {
            let (read, mut write) = stream.into_split();
            say(&mut write, &Said::Ready).await;
            let mut frames = Frames::new(read);
            drop(frames.next::<Asking>().await);
            drop(write.write_all(nonsense).await);
            drop(frames.next::<Asking>().await);
        });
        assert_eq!(agent.list(&key()).await, Err(UNREACHABLE));
    }
}

#[tokio::test]
async fn r69_an_answer_to_another_question_is_not_taken() {
    let (agent, _) = agent(|stream| async move {
        let (read, mut write) = stream.into_split();
        say(&mut write, &Said::Ready).await;
        let mut frames = Frames::new(read);
        while let Ok(Some(asking)) = frames.next::<Asking>().await {
            say(
                &mut write,
                &Said::Answer(asking.id, Answer::Privileged(Ok(false))),
            )
            .await;
        }
    });
    assert_eq!(agent.list(&key()).await, Err(UNREACHABLE));
    let order = agent.revoke_sessions(&key(), REQUEST).await;
    assert_eq!(order, Err(Fault::Unknown));
}

#[tokio::test]
async fn r69_messages_that_are_larger_than_a_buffer_arrive_whole() {
    let (ours, theirs) = UnixStream::pair().expect("a pair");
    let (queue, queued) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(super::frames::send(ours.into_split().1, queued));
    let lengths = [1, 70_000, 3, 65_000, 200_000, 10];
    for length in lengths {
        let said = Said::Called("x".repeat(length), String::new());
        queue.send(frame(&said).expect("a frame")).expect("sent");
    }
    drop(queue);
    let mut frames = Frames::new(theirs.into_split().0);
    for length in lengths {
        match frames.next().await.expect("read") {
            Some(Said::Called(text, _)) => assert_eq!(text.len(), length),
            other => panic!("{other:?}"),
        }
    }
    assert!(frames.next::<Said>().await.expect("read").is_none());
}
