//! The supervisor with helpers that are shell scripts: each does one thing wrong, or nothing.

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ident_card::{Launch, Presence, Supervisor};
use tempfile::TempDir;
use tokio::time::timeout;

/// Longer than any of these tests needs; only a failing one waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// Says a word as the real helper does.
const SAY: &str = r#"say() { printf '{"presence":"%s"}\n' "$1"; }"#;

/// A folder with one script, which knows its own life's number as `$life`.
struct Stage {
    folder: TempDir,
}

impl Stage {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { folder }
    }

    fn script(&self) -> PathBuf {
        self.folder.path().join("helper")
    }

    fn write(&self, body: &str) {
        let folder = self.folder.path().display();
        let count = "echo >> lives; life=$(wc -l < lives)";
        let text = format!("#!/bin/sh\ncd '{folder}'\n{count}\n{SAY}\n{body}\n");
        let draft = self.folder.path().join("draft");
        fs::write(&draft, text).expect("a script");
        fs::set_permissions(&draft, fs::Permissions::from_mode(0o755)).expect("rights");
        fs::rename(draft, self.script()).expect("a script in its place");
    }

    fn start(&self) -> Supervisor {
        Supervisor::start(Launch::new(self.script()))
    }
}

async fn wait_for(supervisor: &Supervisor, wanted: Presence) {
    let mut presence = supervisor.presence();
    let seen = timeout(PATIENCE, presence.wait_for(|word| *word == wanted)).await;
    assert!(seen.is_ok_and(|word| word.is_ok()), "never {wanted}");
}

/// Reads a named pipe to its end, which comes when the last process that writes to it has died.
async fn end_of(pipe: &Path) {
    let pipe = pipe.to_owned();
    let read = tokio::task::spawn_blocking(move || {
        let mut rest = Vec::new();
        let mut pipe = fs::File::open(pipe).expect("a pipe");
        pipe.read_to_end(&mut rest).expect("an end")
    });
    let ended = timeout(PATIENCE, read).await;
    ended.expect("the helper still lives").expect("no panic");
}

#[tokio::test]
async fn before_the_first_word_there_is_no_reader() {
    let stage = Stage::new();
    stage.write("say none; exec cat");
    let supervisor = stage.start();
    assert_eq!(*supervisor.presence().borrow(), Presence::ReaderLost);
    wait_for(&supervisor, Presence::None).await;
}

#[tokio::test]
async fn a_repeated_word_is_no_news() {
    let stage = Stage::new();
    stage.write("say none; say none; say none; say other; exec cat");
    let supervisor = stage.start();
    let mut presence = supervisor.presence();
    let mut heard = Vec::new();
    while heard.last() != Some(&Presence::Other) {
        let news = timeout(PATIENCE, presence.changed()).await;
        assert!(news.is_ok_and(|news| news.is_ok()));
        heard.push(*presence.borrow_and_update());
    }
    heard.dedup();
    let without_none = [Presence::Other];
    let all = [Presence::None, Presence::Other];
    assert!(heard == all || heard == without_none, "{heard:?}");
}

#[tokio::test]
async fn a_helper_that_dies_is_started_again() {
    let stage = Stage::new();
    stage.write(
        "if [ $life = 1 ]; then say none; read go < go; kill -ABRT $$; fi; say my-number; exec cat",
    );
    let status = std::process::Command::new("mkfifo")
        .arg(stage.folder.path().join("go"))
        .status();
    assert!(status.expect("mkfifo").success());
    let supervisor = stage.start();
    wait_for(&supervisor, Presence::None).await;
    let mut presence = supervisor.presence();
    presence.mark_unchanged();
    let go = stage.folder.path().join("go");
    tokio::task::spawn_blocking(move || fs::write(go, "go\n"))
        .await
        .expect("no panic")
        .expect("a go");
    let lost = timeout(PATIENCE, presence.changed()).await;
    assert!(lost.is_ok_and(|lost| lost.is_ok()));
    assert_eq!(
        *presence.borrow_and_update(),
        Presence::ReaderLost,
        "while there is no helper"
    );
    wait_for(&supervisor, Presence::MyNumber).await;
}

#[tokio::test]
async fn t07_a_helper_that_says_more_than_its_word_is_replaced() {
    let stage = Stage::new();
    let more = r#"printf '{"presence":"my-number","id":"0114B34D"}\n'"#;
    stage.write(&format!(
        "if [ $life = 1 ]; then {more}; exec cat; fi; say none; exec cat"
    ));
    let supervisor = stage.start();
    let mut presence = supervisor.presence();
    let news = timeout(PATIENCE, presence.changed()).await;
    assert!(news.is_ok_and(|news| news.is_ok()));
    assert_eq!(
        *presence.borrow(),
        Presence::None,
        "the first thing that was passed on"
    );
}

#[tokio::test]
async fn a31_a_line_without_an_end_is_not_collected() {
    let stage = Stage::new();
    stage.write("if [ $life = 1 ]; then exec cat /dev/zero; fi; say none; exec cat");
    let supervisor = stage.start();
    wait_for(&supervisor, Presence::None).await;
}

#[tokio::test]
async fn a_helper_that_hangs_is_replaced() {
    let stage = Stage::new();
    stage.write("if [ $life = 1 ]; then say my-number; exec cat; fi; say none; exec cat");
    let launch = Launch::new(stage.script()).silence(Duration::from_millis(300));
    let supervisor = Supervisor::start(launch);
    wait_for(&supervisor, Presence::MyNumber).await;
    wait_for(&supervisor, Presence::None).await;
}

#[tokio::test]
async fn a_helper_that_appears_later_is_found_without_a_restart() {
    let stage = Stage::new();
    let supervisor = stage.start();
    assert_eq!(*supervisor.presence().borrow(), Presence::ReaderLost);
    tokio::task::yield_now().await;
    stage.write("say none; exec cat");
    wait_for(&supervisor, Presence::None).await;
}

#[tokio::test]
async fn the_helper_ends_with_its_supervisor() {
    let stage = Stage::new();
    let alive = stage.folder.path().join("alive");
    let status = std::process::Command::new("mkfifo").arg(&alive).status();
    assert!(status.expect("mkfifo").success());
    // It would not end by itself when its standard input closes.
    stage.write("exec 3> alive; say none; exec < /dev/zero; while read -r line; do :; done; exec sleep 600 > /dev/null");
    let supervisor = stage.start();
    let ended = tokio::spawn(async move { end_of(&alive).await });
    wait_for(&supervisor, Presence::None).await;
    assert!(!ended.is_finished());
    drop(supervisor);
    ended.await.expect("no panic");
}
