//! Measures the store: grouped changes by concurrent committers, and point reads.
//!
//! `cargo run --release -p ident-store --example bench -- FOLDER [LINKS]`; the file in the folder is
//! kept, so that a second run need not store the links again.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use ident_core::audit::Event;
use ident_core::change::{Change, Write};
use ident_core::flow::{Flow, Leg, Lifetimes, Origin, Start};
use ident_core::id::{FlowId, LinkId, VisitId};
use ident_core::identity::{PersonKey, Sealed};
use ident_core::link::Link;
use ident_core::port::{Records, Store};
use ident_core::purpose::{Errand, Purpose, Way};
use ident_core::secret::TokenHash;
use ident_core::time::Timestamp;
use ident_core::visit::{Channel, Visit};
use ident_store::Sqlite;

const COMMITTERS: u64 = 16;
const RUN: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name a folder")?);
    let links: u64 = arguments.next().map_or(Ok(0), |links| links.parse())?;
    let store = Arc::new(Sqlite::open(&folder.join("bench.sqlite"))?);
    fill(&store, links).await?;
    changes(&store).await?;
    reads(&store, links).await?;
    size(&folder)
}

/// A spread-out value: what a random id looks like to an index.
fn spread(number: u64) -> [u8; 32] {
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d;
    std::array::from_fn(|_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    })
}

fn id(number: u64) -> [u8; 16] {
    std::array::from_fn(|index| spread(number)[index])
}

async fn fill(store: &Arc<Sqlite>, links: u64) -> Result<(), Box<dyn std::error::Error>> {
    let began = Instant::now();
    if store
        .link_of_person(&[person(links.saturating_sub(1))])
        .await?
        .is_some()
    {
        return Ok(());
    }
    for from in (0..links).step_by(500) {
        let mut change = Change::new();
        for number in from..(from + 500).min(links) {
            change = change.with(Write::InsertLink(link(number)));
        }
        store.commit(change).await?;
    }
    if links > 0 {
        println!(
            "{links} links stored in {:.1} s",
            began.elapsed().as_secs_f64()
        );
    }
    Ok(())
}

fn link(number: u64) -> Link {
    let object = format!("{:08x}-0000-4000-8000-{number:012x}", number % 0xffff_ffff);
    Link {
        id: LinkId::from_random(id(number)),
        version: 0,
        person: person(number),
        account: ident_core::account::AccountKey::parse(&object, &object).expect("two GUIDs"),
        number: ident_core::account::AccountNumber::parse("0123456789").expect("ten digits"),
        name: Some(Sealed {
            key: 1,
            bytes: vec![200; 60],
        }),
        since: Timestamp::from_seconds(1),
        last_used_at: None,
        frozen: None,
    }
}

fn person(number: u64) -> PersonKey {
    PersonKey {
        key: 1,
        mac: spread(number + 7_000_000_000),
    }
}

fn begin(number: u64) -> (Visit, Flow) {
    // Other records in every run.
    let number = number + (u64::from(std::process::id()) << 34);
    let now = Timestamp::from_millis(1_790_000_000_000);
    let visit = Visit::begin(
        VisitId::from_random(id(number)),
        TokenHash(spread(number)),
        Channel::Web,
        now,
    );
    let start = Start {
        id: FlowId::from_random(id(number + 1_000_000_000)),
        visit: visit.id,
        errand: Errand::Card {
            purpose: Purpose::Link,
        },
        way: Way::ThisPc,
        origin: Origin {
            place: None,
            device: "Windows の Edge".to_owned(),
            at: now,
        },
        kiosk: None,
    };
    let leg = Leg {
        state: TokenHash(spread(number + 9)),
        browser: TokenHash([7; 32]),
        issued_at: now,
        key: 1,
    };
    (visit, Flow::go(start, leg, &Lifetimes::default()))
}

async fn changes(store: &Arc<Sqlite>) -> Result<(), Box<dyn std::error::Error>> {
    let done = Arc::new(AtomicU64::new(0));
    let (cpu, began) = (cpu(), Instant::now());
    let tasks: Vec<_> = (0..COMMITTERS)
        .map(|number| tokio::spawn(committer(Arc::clone(store), number, Arc::clone(&done))))
        .collect();
    let mut slowest = Vec::new();
    for task in tasks {
        slowest.extend(task.await?);
    }
    slowest.sort_unstable();
    let (count, seconds) = (done.load(Ordering::Relaxed), began.elapsed().as_secs_f64());
    let per_change = (self::cpu() - cpu) * 1e6 / number(count);
    println!(
        "{COMMITTERS} committers: {:.0} changes/s, {per_change:.1} us CPU each, p50 {} us, p99 {} us, max {} us",
        number(count) / seconds,
        slowest[slowest.len() / 2],
        slowest[slowest.len() * 99 / 100],
        slowest[slowest.len() - 1],
    );
    Ok(())
}

/// One visit update, one flow update, one audit row per change; a new pair every 20 changes.
async fn committer(store: Arc<Sqlite>, number: u64, done: Arc<AtomicU64>) -> Vec<u128> {
    let mut times = Vec::new();
    let began = Instant::now();
    for round in 0_u64.. {
        let (mut visit, mut flow) = begin(number * 10_000_000 + round * 100);
        let insert = Change::new()
            .with(Write::InsertVisit(visit.clone()))
            .with(Write::InsertFlow(flow.clone()));
        store.commit(insert).await.expect("a new pair");
        for _ in 0..20 {
            if began.elapsed() > RUN {
                return times;
            }
            visit = visit.touched(Timestamp::from_millis(1_790_000_000_001));
            flow.version += 1;
            let change = Change::new()
                .with(Write::UpdateFlow(flow.clone()))
                .with(Write::UpdateVisit(visit.clone()))
                .audited(flow.audit(Event::Begun, visit.seen_at));
            let start = Instant::now();
            store.commit(change).await.expect("the next version");
            times.push(start.elapsed().as_micros());
            done.fetch_add(1, Ordering::Relaxed);
        }
    }
    times
}

async fn reads(store: &Arc<Sqlite>, links: u64) -> Result<(), Box<dyn std::error::Error>> {
    const READS: u64 = 100_000;
    let (visit, flow) = begin(0);
    let began = Instant::now();
    for _ in 0..READS {
        store
            .visit_by_token(&visit.token)
            .await?
            .ok_or("the visit is there")?;
    }
    println!("one visit again and again: {:.1} us", per(began, READS));
    let began = Instant::now();
    for number in 0..READS {
        let found = store
            .link_of_person(&[person(number.wrapping_mul(7_919) % links.max(1))])
            .await?;
        assert_eq!(found.is_some(), links > 0);
    }
    println!("links here and there: {:.1} us", per(began, READS));
    let visit = visit.token;
    let writing = tokio::spawn(committer(Arc::clone(store), 99, Arc::default()));
    let began = Instant::now();
    let mut count = 0;
    while !writing.is_finished() {
        store.visit_by_token(&visit).await?;
        store.flow(flow.id).await?;
        count += 2;
        tokio::task::yield_now().await;
    }
    println!("while another writes: {:.1} us", per(began, count));
    Ok(())
}

fn per(began: Instant, count: u64) -> f64 {
    began.elapsed().as_secs_f64() * 1e6 / number(count)
}

fn number(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// CPU seconds of this process so far, from Linux's accounting in ticks of 10 ms.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux tells the time spent");
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or("")
        .split_whitespace()
        .collect();
    (fields[11].parse::<f64>().expect("ticks") + fields[12].parse::<f64>().expect("ticks")) / 100.0
}

fn size(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        println!(
            "{} {} MB",
            entry.file_name().display(),
            entry.metadata()?.len() / 1_000_000
        );
    }
    Ok(())
}
