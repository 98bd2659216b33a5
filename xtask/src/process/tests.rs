//! Real programs: `sh` and `sleep` of any system.

use std::process::Command;

use super::*;

fn shell(script: &str) -> Spec {
    let mut command = Command::new("sh");
    command.args(["-c", script]);
    Spec::new("the script", command, Output::Hidden)
}

/// Waits for the end of a process that is no child of ours.
fn ends(pid: &str) -> bool {
    let deadline = Instant::now() + Duration::from_mins(1);
    while is_alive(pid) && Instant::now() < deadline {
        std::thread::yield_now();
    }
    !is_alive(pid)
}

fn is_alive(pid: &str) -> bool {
    // A zombie that nobody reaps (no init in a container) is not alive.
    std::fs::read_to_string(format!("/proc/{pid}/stat"))
        .is_ok_and(|stat| !stat.rsplit(')').next().unwrap_or("").starts_with(" Z"))
}

#[test]
fn waits_for_a_line_and_not_for_time() {
    let mut session = Session::new().unwrap();
    let id = session
        .start(shell("echo one; echo ready http://x; exec sleep 600"))
        .unwrap();
    let address = session.wait_line(id, Duration::from_mins(1), |line| {
        line.strip_prefix("ready ").map(str::to_owned)
    });
    assert_eq!(address.unwrap(), "http://x");
}

#[test]
fn a_program_that_dies_before_it_is_ready_is_named_with_its_last_words() {
    let mut session = Session::new().unwrap();
    let id = session.start(shell("echo port taken >&2; exit 3")).unwrap();
    let problem = session
        .wait_line(id, Duration::from_mins(1), |_| None::<()>)
        .unwrap_err();
    let text = problem.to_string();
    assert!(text.contains("the script failed with code 3"), "{text}");
    assert!(text.contains("port taken"), "{text}");
}

#[test]
fn stopping_ends_what_the_program_started_too() {
    let mut session = Session::new().unwrap();
    let id = session
        .start(shell("sleep 600 & echo child $!; wait"))
        .unwrap();
    let child = session
        .wait_line(id, Duration::from_mins(1), |line| {
            line.strip_prefix("child ").map(str::to_owned)
        })
        .unwrap();
    assert!(is_alive(&child));
    session.stop(id);
    assert!(ends(&child), "the grandchild outlived its group");
}

#[test]
fn what_a_program_leaves_behind_is_ended_with_it() {
    let mut session = Session::new().unwrap();
    let id = session.start(shell("sleep 600 & echo child $!")).unwrap();
    let mut lines = Vec::new();
    let status = session
        .wait_end(id, &mut |line| lines.push(line.to_owned()))
        .unwrap();
    assert!(status.success());
    let child = lines[0].strip_prefix("child ").unwrap();
    assert!(ends(child), "the left-over process lives");
}

#[test]
fn a_missing_program_is_named() {
    let mut session = Session::new().unwrap();
    let spec = Spec::new("npm", Command::new("no-such-program-here"), Output::Hidden);
    let text = session.run(spec).unwrap_err().to_string();
    assert!(text.contains("npm"), "{text}");
}
