//! Many people look at a QR of ours, each with an open event stream, while others log in.

use std::time::Duration;

use serde_json::Value;

use crate::driver::{get, start};
use crate::figures::{Times, Waiting};
use crate::http::Connection;
use crate::options::Options;
use crate::place::Place;
use crate::running::Server;
use crate::{load, process, seed};

/// Measures memory and logins among waiting flows.
pub(crate) async fn measure(place: &Place, options: &Options) -> Result<Waiting, String> {
    eprintln!("{} waiting flows", options.waiting);
    let people = seed::links(place, 0).await?;
    let server = place.start().await?;
    load::logins(place, &server, people, Duration::from_millis(500)).await?;
    let memory_before_mb = process::memory_mb(server.pid());
    let mut streams = Vec::with_capacity(options.waiting);
    for _ in 0..options.waiting {
        streams.push(wait(&server).await?);
    }
    let memory_mb = process::memory_mb(server.pid());
    let length = Duration::from_secs(options.seconds);
    let times = load::logins(place, &server, people, length).await?;
    let per_second =
        f64::from(u32::try_from(times.len()).unwrap_or(u32::MAX)) / length.as_secs_f64();
    Ok(Waiting {
        flows: streams.len(),
        memory_before_mb,
        memory_mb,
        times: Times::of(times),
        per_second,
    })
}

/// One person who waits; the stream stays open as long as the connection is kept.
async fn wait(server: &Server) -> Result<Connection, String> {
    let mut connection = Connection::open(&server.address).await?;
    let started = connection.ask(&start("manage", "other_device")).await?;
    let visit = started.cookie("ident_visit").ok_or("no visit cookie")?;
    let body: Value = serde_json::from_slice(&started.body).map_err(|error| error.to_string())?;
    let flow = body["flow"]["id"].as_str().ok_or("no flow")?;
    let path = format!("/api/v1/flows/{flow}/events");
    connection.begin(&get(&path, "ident_visit", visit)).await?;
    Ok(connection)
}
