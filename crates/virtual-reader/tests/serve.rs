//! The program: it says where it is when it is ready, and leaves nothing behind.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

/// One request of HTTP/1.1, and its whole answer.
fn ask(address: &str, method: &str, path: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("a connection");
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

#[test]
fn it_is_ready_when_it_says_so_and_leaves_no_port_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let link = folder.path().join("tty");
    let mut program = Command::new(env!("CARGO_BIN_EXE_ident-virtual-reader"))
        .args(["serve", "--port", "0", "--card", "student", "--link"])
        .arg(&link)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut line = String::new();
    let out = program.stdout.take().expect("its output");
    BufReader::new(out).read_line(&mut line).expect("a line");
    let words: Vec<&str> = line.split_whitespace().collect();
    let ["ready", page, connection] = words[..] else {
        panic!("{line}")
    };
    assert_eq!(connection, format!("pn532_uart:{}:115200", link.display()));
    assert!(link.is_symlink());
    let address = page
        .strip_prefix("http://")
        .and_then(|page| page.strip_suffix('/'));
    let address = address.expect("an address");
    assert!(ask(address, "GET", "/api/state", "").contains(r#""card":"student""#));
    assert!(ask(address, "GET", "/", "").contains("Virtual card reader"));
    let unplugged = ask(address, "PUT", "/api/plug", r#"{"plugged":false}"#);
    assert!(unplugged.contains(r#""plugged":false"#), "{unplugged}");
    ask(address, "PUT", "/api/plug", r#"{"plugged":true}"#);
    kill_process(Pid::from_child(&program), Signal::TERM).expect("told to end");
    assert!(program.wait().expect("an end").success());
    assert!(!link.is_symlink());
}

#[test]
fn an_unknown_card_is_refused_with_the_known_ones() {
    let output = Command::new(env!("CARGO_BIN_EXE_ident-virtual-reader"))
        .args(["serve", "--link", "/nowhere", "--card", "passport"])
        .output()
        .expect("the program");
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("my-number") && said.contains("felica-tag"),
        "{said}"
    );
}
