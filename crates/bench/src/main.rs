//! `ident-bench [--json] [--seconds N] [--quick] [--links A,B,…] [--waiting N]`
//!
//! The server runs on one core; the driver and a fast provider on the other. One *login* is: start,
//! authorization, callback (token call with `private_key_jwt` and PKCE, every check of the ID
//! token, UserInfo), link row and audit row durable, status page.

mod driver;
mod figures;
mod floor;
mod http;
mod load;
mod place;
mod process;
mod provider;
mod report;
mod seed;
mod waiting;

use std::process::ExitCode;

use figures::Run;
use place::{Alg, Place};
use report::Report;

/// What was asked for on the command line.
#[derive(Clone, Debug)]
struct Options {
    json: bool,
    seconds: u64,
    links: Vec<u64>,
    waiting: usize,
}

impl Options {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            json: false,
            seconds: 12,
            links: vec![0, 100_000, 1_000_000],
            waiting: 10_000,
        };
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} needs a value"));
            match word.as_str() {
                "--json" => options.json = true,
                "--quick" => (options.seconds, options.links, options.waiting) = (3, vec![0], 500),
                "--seconds" => options.seconds = number(&value()?)?,
                "--links" => {
                    options.links = value()?.split(',').map(number).collect::<Result<_, _>>()?;
                }
                "--waiting" => options.waiting = number(&value()?)?,
                other => return Err(format!("unknown option {other}")),
            }
        }
        Ok(options)
    }
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{text} is not a number"))
}

fn main() -> ExitCode {
    let options = match Options::read(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(why) => return failed(&why),
    };
    if let Some(code) = process::pinned_again() {
        return code;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    match runtime
        .map_err(|error| error.to_string())
        .and_then(|it| it.block_on(run(&options)))
    {
        Ok(report) => {
            println!(
                "{}",
                if options.json {
                    report.json()
                } else {
                    report.text()
                }
            );
            ExitCode::SUCCESS
        }
        Err(why) => failed(&why),
    }
}

async fn run(options: &Options) -> Result<Report, String> {
    let mut runs = Vec::new();
    for alg in [Alg::Es256, Alg::Rs256] {
        let links: &[u64] = if alg == Alg::Es256 {
            &options.links
        } else {
            &options.links[..1]
        };
        for stored in links {
            runs.push(one(options, alg, *stored).await?);
        }
    }
    let floor = floor::measure()?;
    let place = Place::make(Alg::Es256).await?;
    let waiting = waiting::measure(&place, options).await?;
    Ok(Report {
        runs,
        floor,
        waiting,
    })
}

async fn one(options: &Options, alg: Alg, stored: u64) -> Result<Run, String> {
    eprintln!("{} with {stored} links", alg.name());
    let place = Place::make(alg).await?;
    let people = seed::links(&place, stored).await?;
    let server = place.start().await?;
    load::measure(&place, &server, people, options.seconds)
        .await
        .map(|run| Run { stored, ..run })
}

fn failed(why: &str) -> ExitCode {
    eprintln!("ident-bench: {why}");
    ExitCode::FAILURE
}
