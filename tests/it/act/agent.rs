//! The process that holds the directory's credential.

use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use ident_tests::{Browser, Service, Setup, directory_key, stage};

use super::process::Process;

/// A person who has asked for a pass, and the service as a process of its own.
async fn asked(setup: Setup) -> (Service, Browser, std::path::PathBuf) {
    let mut service = Service::with(setup).await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    let config = service.step_aside().await;
    (service, pc, config)
}

async fn started(config: &Path) -> Process {
    let config = config.to_owned();
    let process = tokio::task::spawn_blocking(move || Process::start(&config, "nowhere"));
    process.await.expect("started")
}

/// The 32 bytes that make an EC key private (RFC 5915): after the tag and length of an octet
/// string, the only one of that length.
fn scalar() -> Vec<u8> {
    let pem = std::fs::read_to_string(directory_key()).expect("a key");
    let lines = pem.lines().filter(|line| !line.starts_with('-'));
    let der = STANDARD.decode(lines.collect::<String>()).expect("base64");
    let tag = [0x04, 0x20];
    let at = der.windows(2).position(|two| two == tag).expect("a scalar");
    der[at + 2..at + 34].to_vec()
}

/// A line of the file, as it would be left behind by reading it.
fn line() -> String {
    let pem = std::fs::read_to_string(directory_key()).expect("a key");
    pem.lines().nth(1).expect("a line").to_owned()
}

#[tokio::test]
async fn r69_the_server_has_neither_the_key_nor_a_token_of_the_directory() {
    let (mut service, mut pc, config) = asked(Setup::default()).await;
    let process = started(&config).await;
    pc.issue("pass", "sakura").await;
    // As it stands in the file, and as a big number is held.
    let forms = || [scalar(), scalar().into_iter().rev().collect()];
    for key in forms() {
        assert_eq!(process.holds(&key), 0, "the key");
    }
    assert_eq!(process.holds(line().as_bytes()), 0, "its file");
    let found = forms().map(|key| process.agent_holds(&key));
    if let [Some(straight), Some(reversed)] = found {
        assert!(straight + reversed > 0, "the search finds it where it is");
    }
    let maps = format!("/proc/{}/environ", process.agent());
    if let Ok(environment) = std::fs::read_to_string(maps) {
        assert!(
            !environment.contains("HOME="),
            "nothing of ours: {environment}"
        );
    }
    process.kill();
    service.step_in().await;
}

#[tokio::test]
async fn r69_a_process_that_is_killed_is_started_again_and_ends_with_its_server() {
    let (mut service, mut pc, config) = asked(Setup::default()).await;
    let process = started(&config).await;
    let act = pc.ready_for("pass", "sakura").await;
    let first = process.agent();
    kill(first);
    let mut answer = pc.perform(&act.id).await;
    while answer.status != 200 {
        let told = answer.refused("directory_unreachable");
        tokio::time::sleep(Duration::from_secs(told.retry_after_s.unwrap_or(1).into())).await;
        answer = pc.perform(&act.id).await;
    }
    assert_eq!(stage(&pc.act(&act.id).await), "done");
    let second = process.agent();
    assert_ne!(first, second);
    process.kill();
    let gone = || !Path::new(&format!("/proc/{second}/exe")).exists();
    for _ in 0..100 {
        if gone() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(gone(), "nothing is left of it");
    service.step_in().await;
}

#[tokio::test]
async fn r69_under_a_user_of_its_own_it_listens_at_a_socket_and_the_server_needs_no_key() {
    let setup = Setup {
        directory: "agent = { socket = \"agent.sock\" }".to_owned(),
        ..Setup::default()
    };
    let (mut service, mut pc, config) = asked(setup).await;
    // Keys that only the one process finds: the server's configuration names none that exist.
    let text = std::fs::read_to_string(&config).expect("a configuration");
    let key = directory_key().display().to_string();
    assert!(text.contains(&key));
    let blind = config.with_file_name("blind.toml");
    std::fs::write(&blind, text.replace(&key, "/nonexistent/key.pem")).expect("written");
    let agent = tokio::task::spawn_blocking(move || Process::start_agent(&config));
    let agent = agent.await.expect("started");
    let socket = blind.with_file_name("agent.sock");
    let process = started(&blind).await;
    let issued = pc.issue("pass", "sakura").await;
    assert!(!issued.secret.is_empty());
    let mode = std::fs::metadata(&socket).expect("a socket").permissions();
    assert_eq!(mode.mode() & 0o777, 0o660, "for a group, not for all");
    // Whatever is not of the closed list ends the conversation without an answer.
    let mut stranger = UnixStream::connect(&socket).expect("it listens");
    stranger
        .write_all(&[0, 0, 0, 5, 0x92, 0x01, 0xa3, b'G', b'e'])
        .expect("sent");
    stranger.shutdown(std::net::Shutdown::Write).expect("sent");
    let mut answer = Vec::new();
    let _ = stranger.read_to_end(&mut answer);
    assert!(answer.len() < 16, "it said that it is there: {answer:?}");
    process.kill();
    agent.kill();
    service.step_in().await;
}

fn kill(pid: u32) {
    let killed = std::process::Command::new("kill")
        .args(["-KILL", &pid.to_string()])
        .status();
    assert!(killed.expect("kill(1)").success());
}
