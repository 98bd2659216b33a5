//! Sixteen people log in for some seconds.

use std::time::{Duration, Instant};

use futures_util::future::join_all;

use crate::driver::Person;
use crate::figures::{Run, Times};
use crate::http::Connection;
use crate::place::Place;
use crate::process;
use crate::running::Server;
use crate::seed::subject;

const PEOPLE_AT_ONCE: u64 = 16;
/// Enough logins for a just-in-time compiler to have done its work.
const WARM_UP: usize = 6_000;

/// Measures logins against a running server.
pub(crate) async fn measure(
    place: &Place,
    server: &Server,
    people: u64,
    seconds: u64,
) -> Result<Run, String> {
    let mut warm = 0;
    while warm < WARM_UP {
        let times = logins(place, server, people, Duration::from_secs(1)).await?;
        warm += times.len();
    }
    let (cpu, database) = (process::cpu(server.pid()), database(server));
    let begun = Instant::now();
    let times = logins(place, server, people, Duration::from_secs(seconds)).await?;
    let elapsed = begun.elapsed();
    let done = u32::try_from(times.len()).unwrap_or(u32::MAX).max(1);
    Ok(Run {
        party: server.party.name(),
        alg: place.alg.name(),
        stored: 0,
        logins: times.len(),
        per_second: f64::from(done) / elapsed.as_secs_f64(),
        times: Times::of(times),
        cpu_us: process::cpu(server.pid()).saturating_sub(cpu).as_secs_f64() * 1e6
            / f64::from(done),
        database_us: self::database(server)
            .saturating_sub(database)
            .as_secs_f64()
            * 1e6
            / f64::from(done),
        memory_mb: process::memory_mb(server.pid()),
    })
}

/// The store's one writing thread.
fn database(server: &Server) -> Duration {
    process::cpu_of_threads(server.pid(), "store-writer")
}

/// How long each login took.
pub(crate) async fn logins(
    place: &Place,
    server: &Server,
    people: u64,
    length: Duration,
) -> Result<Vec<Duration>, String> {
    let end = Instant::now() + length;
    let all = (0..PEOPLE_AT_ONCE).map(|which| one(place, server, which, people, end));
    let mut times = Vec::new();
    for of_one in join_all(all).await {
        times.extend(of_one?);
    }
    Ok(times)
}

async fn one(
    place: &Place,
    server: &Server,
    which: u64,
    people: u64,
    end: Instant,
) -> Result<Vec<Duration>, String> {
    let connection = Connection::open(&server.address).await?;
    let mut person = Person {
        party: server.party,
        connection,
        provider: &place.provider,
        subject: String::new(),
    };
    let (mut times, mut serial) = (Vec::new(), which);
    while Instant::now() < end {
        person.subject = subject(serial % people);
        times.push(person.login(serial).await?);
        serial += PEOPLE_AT_ONCE;
    }
    Ok(times)
}
