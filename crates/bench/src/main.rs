//! `ident-bench [--json] [--quick] [--seconds N] [--links A,B,…] [--waiting N] [--rush N]
//! [--no-peer] [--no-first-load]`
//!
//! The server runs on one core; the driver and a fast provider on the other. One *login* is: start,
//! authorization, callback (token call with `private_key_jwt` and PKCE, every check of the ID
//! token, UserInfo), link row and audit row durable, status page. Beside it, in the same run: the
//! same login by other relying parties, and the floor.

mod aims;
mod drain;
mod driver;
mod figures;
mod first_load;
mod floor;
mod graph;
mod http;
mod issue;
mod load;
mod options;
mod peer;
mod place;
mod process;
mod provider;
mod report;
mod running;
mod seed;
mod waiting;

use std::process::ExitCode;

use figures::Run;
use options::{HELP, Options};
use peer::Peer;
use place::{Alg, Place};
use report::Report;

fn main() -> ExitCode {
    if std::env::args().any(|word| word == "--help") {
        println!("{HELP}");
        return ExitCode::SUCCESS;
    }
    let options = match Options::read(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(why) => return failed(&why),
    };
    if !process::is_pinned() {
        if options.peer {
            install();
        }
        return process::pinned_again();
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let measured = runtime
        .map_err(|error| error.to_string())
        .and_then(|runtime| runtime.block_on(run(&options)));
    match measured {
        Ok(report) if options.json => println!("{}", report.json()),
        Ok(report) => println!("{}", report.text()),
        Err(why) => return failed(&why),
    }
    ExitCode::SUCCESS
}

async fn run(options: &Options) -> Result<Report, String> {
    let mut report = Report {
        runs: Vec::new(),
        peers: Vec::new(),
        floor: floor::measure()?,
        waiting: None,
        issues: None,
        rush: None,
        first_load: None,
        left_out: Vec::new(),
        load: [process::load(); 2],
    };
    let peers = peers(options, &mut report);
    for alg in [Alg::Es256, Alg::Rs256] {
        report.runs.push(ours(options, alg, 0).await?);
        for peer in &peers {
            report.peers.push(theirs(options, *peer, alg).await?);
        }
    }
    for stored in options.links.iter().filter(|stored| **stored > 0) {
        let run = ours(options, Alg::Es256, *stored).await?;
        report.runs.push(run);
    }
    if options.waiting > 0 {
        let place = Place::make(Alg::Es256).await?;
        report.waiting = Some(waiting::measure(&place, options).await?);
    }
    report.issues = Some(drain::issues(options.seconds).await?);
    if options.rush > 0 {
        report.rush = Some(drain::rush(options.rush).await?);
    }
    if options.first_load {
        match first_load::measure().await {
            Ok(load) => report.first_load = Some(load),
            Err(why) => report.left_out.push(format!("first load ({why})")),
        }
    }
    report.load[1] = process::load();
    Ok(report)
}

/// Before this program binds itself to one core: what has to be built is built on all.
fn install() {
    for peer in Peer::ALL {
        if let Err(why) = peer.install() {
            eprintln!("the relying party {} cannot be had: {why}", peer.name());
        }
    }
}

fn peers(options: &Options, report: &mut Report) -> Vec<Peer> {
    let wanted = Peer::ALL.into_iter().filter(|_| options.peer);
    let (there, missing): (Vec<_>, Vec<_>) = wanted.partition(|peer| peer.is_there());
    let left_out = missing
        .iter()
        .map(|peer| format!("the relying party {}", peer.name()));
    report.left_out.extend(left_out);
    there
}

async fn ours(options: &Options, alg: Alg, stored: u64) -> Result<Run, String> {
    eprintln!("{} with {stored} links", alg.name());
    let place = Place::make(alg).await?;
    let people = seed::links(&place, stored).await?;
    let server = place.start().await?;
    let run = load::measure(&place, &server, people, options.seconds).await?;
    Ok(Run { stored, ..run })
}

async fn theirs(options: &Options, peer: Peer, alg: Alg) -> Result<Run, String> {
    eprintln!("{} of {}", alg.name(), peer.name());
    let place = Place::make(alg).await?;
    let server = peer.start(&place).await?;
    load::measure(&place, &server, seed::PEOPLE, options.seconds).await
}

fn failed(why: &str) -> ExitCode {
    eprintln!("ident-bench: {why}");
    ExitCode::FAILURE
}
