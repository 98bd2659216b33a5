use axum::response::sse::{Event, Sse};
use axum::routing::get;
use futures_util::{StreamExt, stream};
use tokio::io::AsyncReadExt;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};

use super::*;

/// A server on a port of its own.
struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

async fn run(caps: Caps) -> Running {
    let events = || async {
        let first = stream::once(async { Ok::<_, Infallible>(Event::default().data("first")) });
        Sse::new(first.chain(stream::pending()))
    };
    let peer = |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.ip().to_string() };
    let router = Router::new()
        .route("/", get(peer))
        .route("/events", get(events));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let task = tokio::spawn(serve_within(caps, listener, router, async {
        let _ = stopped.await;
    }));
    Running {
        address,
        stop,
        task,
    }
}

async fn connect(running: &Running) -> TcpStream {
    TcpStream::connect(running.address)
        .await
        .expect("a connection")
}

/// Everything until the server closes, or nothing more comes for a while.
async fn hear(stream: &mut TcpStream) -> String {
    let mut heard = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(Ok(count @ 1..)) =
        timeout(Duration::from_millis(500), stream.read(&mut buffer)).await
    {
        heard.extend_from_slice(&buffer[..count]);
    }
    String::from_utf8_lossy(&heard).into_owned()
}

async fn say(running: &Running, text: &str) -> String {
    let mut stream = connect(running).await;
    // The server may close before it has read everything, which is what some tests are about.
    let _ = stream.write_all(text.as_bytes()).await;
    hear(&mut stream).await
}

#[tokio::test]
async fn handlers_know_their_peer() {
    let running = run(Caps::default()).await;
    let heard = say(
        &running,
        "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    )
    .await;
    assert!(
        heard.starts_with("HTTP/1.1 200") && heard.ends_with("127.0.0.1"),
        "{heard}"
    );
}

#[tokio::test]
async fn a31_a_head_that_drips_ends_its_connection() {
    let head_time = Duration::from_millis(200);
    let running = run(Caps {
        head_time,
        ..Caps::default()
    })
    .await;
    let mut stream = connect(&running).await;
    let started = Instant::now();
    let mut buffer = [0; 512];
    let ended = loop {
        if stream.write_all(b"x").await.is_err() {
            break true;
        }
        match timeout(Duration::from_millis(50), stream.read(&mut buffer)).await {
            Ok(Ok(0) | Err(_)) => break true,
            _ if started.elapsed() > Duration::from_secs(5) => break false,
            _ => {}
        }
    };
    assert!(ended, "a slow head must not hold a connection");
}

#[tokio::test]
async fn a31_an_idle_connection_is_closed() {
    let head_time = Duration::from_millis(200);
    let running = run(Caps {
        head_time,
        ..Caps::default()
    })
    .await;
    let mut stream = connect(&running).await;
    let mut buffer = [0; 512];
    let read = timeout(Duration::from_secs(5), stream.read(&mut buffer)).await;
    assert!(matches!(read, Ok(Ok(0) | Err(_))), "{read:?}");
}

#[tokio::test]
async fn a31_a_head_of_a_megabyte_is_refused() {
    let running = run(Caps::default()).await;
    let long = format!(
        "GET / HTTP/1.1\r\nhost: x\r\nx-long: {}\r\n\r\n",
        "x".repeat(1_000_000)
    );
    let heard = say(&running, &long).await;
    assert!(
        heard.is_empty() || heard.starts_with("HTTP/1.1 431"),
        "{heard}"
    );
    let over = format!(
        "GET / HTTP/1.1\r\nhost: x\r\nx-long: {}\r\n\r\n",
        "x".repeat(MAX_HEAD_BYTES)
    );
    assert!(say(&running, &over).await.starts_with("HTTP/1.1 431"));
    let many = format!(
        "GET / HTTP/1.1\r\nhost: x\r\n{}\r\n",
        "a: b\r\n".repeat(MAX_HEADERS)
    );
    assert!(say(&running, &many).await.starts_with("HTTP/1.1 431"));
    assert!(
        say(&running, "GET / HTTP/1.1\r\nhost: x\r\n\r\n")
            .await
            .starts_with("HTTP/1.1 200")
    );
}

#[tokio::test]
async fn connections_beyond_the_cap_are_told_to_come_back() {
    let running = run(Caps {
        connections: 1,
        ..Caps::default()
    })
    .await;
    let mut first = connect(&running).await;
    first
        .write_all(b"GET /events HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .expect("sent");
    assert!(hear(&mut first).await.contains("first"));
    let mut second = connect(&running).await;
    let heard = hear(&mut second).await;
    assert!(
        heard.starts_with("HTTP/1.1 503") && heard.contains("retry-after: 5"),
        "{heard}"
    );
}

#[tokio::test]
async fn at_the_end_open_streams_are_closed_and_the_server_stops() {
    let running = run(Caps::default()).await;
    let mut screen = connect(&running).await;
    screen
        .write_all(b"GET /events HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .expect("sent");
    assert!(hear(&mut screen).await.contains("first"));
    running.stop.send(()).expect("the server runs");
    timeout(Duration::from_secs(3), running.task)
        .await
        .expect("it stops in time")
        .expect("in peace");
    let mut rest = [0; 64];
    let read = timeout(Duration::from_secs(3), screen.read(&mut rest)).await;
    assert!(
        matches!(read, Ok(Ok(0))),
        "the stream ends in order: {read:?}"
    );
}

#[tokio::test]
async fn a_stream_takes_its_connection_over_after_other_answers() {
    let running = run(Caps::default()).await;
    let mut screen = connect(&running).await;
    screen
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .expect("sent");
    assert!(hear(&mut screen).await.starts_with("HTTP/1.1 200"));
    screen
        .write_all(b"GET /events HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .expect("sent");
    let heard = hear(&mut screen).await;
    let (head, body) = heard.split_once("\r\n\r\n").expect("a head and a body");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert!(head.contains("content-type: text/event-stream") && head.contains("connection: close"));
    assert_eq!(body, "data: first\n\n");
}

#[tokio::test]
async fn a_client_that_leaves_its_stream_gives_its_place_free() {
    let running = run(Caps {
        connections: 1,
        ..Caps::default()
    })
    .await;
    let mut screen = connect(&running).await;
    screen
        .write_all(b"GET /events HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .expect("sent");
    assert!(hear(&mut screen).await.contains("first"));
    drop(screen);
    let request = "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let deadline = Instant::now() + Duration::from_secs(5);
    while !say(&running, request).await.starts_with("HTTP/1.1 200") {
        assert!(Instant::now() < deadline, "the place stays taken");
    }
}
