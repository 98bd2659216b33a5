//! A token endpoint that is away, breaks off, stays silent or drips.

use std::time::Duration;

use ident_core::refusal::Refusal;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::provider::Scene;
use crate::Endpoints;

/// A relying party whose token endpoint is a bare socket; the rest is the scene's.
async fn with_socket() -> (Scene, TcpListener) {
    let socket = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let token = format!("http://{}/token", socket.local_addr().expect("an address"));
    let scene = Scene::with(|profile| {
        let base = format!("{}/protocol/openid-connect", profile.issuer);
        let host = profile.issuer["http://".len()..]
            .split('/')
            .next()
            .expect("a host")
            .to_owned();
        profile.allowed_hosts = vec![
            host,
            token["http://".len()..token.len() - "/token".len()].to_owned(),
        ];
        profile.endpoints = Some(Endpoints {
            authorization: format!("{base}/auth"),
            token,
            userinfo: Some(format!("{base}/userinfo")),
            jwks: format!("{base}/certs"),
        });
    })
    .await;
    (scene, socket)
}

#[tokio::test]
async fn f02_a_broken_connection_is_never_tried_again() {
    let (scene, socket) = with_socket().await;
    let accepted = tokio::spawn(async move {
        let mut times = 0;
        while let Ok(Ok((mut stream, _))) =
            tokio::time::timeout(Duration::from_millis(500), socket.accept()).await
        {
            times += 1;
            let _ = stream.read(&mut [0; 64]).await;
        }
        times
    });
    assert_eq!(scene.card().await.err(), Some(Refusal::ProviderBadAnswer));
    assert_eq!(
        accepted.await.expect("no panic"),
        1,
        "the code went out once"
    );
}

#[tokio::test]
async fn f03_a_silent_or_dripping_token_endpoint_runs_out_of_time() {
    for drip in [false, true] {
        let (scene, socket) = with_socket().await;
        let server = tokio::spawn(async move {
            let (mut stream, _) = socket.accept().await.expect("a connection");
            let _ = stream.read(&mut [0; 4096]).await;
            let mut piece: &[u8] =
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n";
            while stream.write_all(piece).await.is_ok() {
                piece = b" ";
                let pause = if drip { 50 } else { 60_000 };
                tokio::time::sleep(Duration::from_millis(pause)).await;
            }
        });
        assert_eq!(
            scene.card().await.err(),
            Some(Refusal::ProviderTimeout),
            "drip: {drip}"
        );
        server.abort();
    }
}

#[tokio::test]
async fn f01_a_token_endpoint_that_is_not_there_is_unreachable() {
    let (scene, socket) = with_socket().await;
    drop(socket);
    assert_eq!(scene.card().await.err(), Some(Refusal::ProviderUnreachable));
}
