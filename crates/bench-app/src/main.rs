//! `ident-bench-app [--json] [--quick] [--starts N] [--idle SECONDS] [--app FILE] [--deb FILE]
//! [--pictures DIR]`
//!
//! The app as a desktop window and as a kiosk, and the same user interface in Debian's Chromium, in
//! turns on one display: how long until its first button answers, memory of all its processes,
//! processor time while nobody does anything, installed size. What is watched is the display itself,
//! so that one criterion holds for all.

mod form;
mod idle;
mod options;
mod package;
mod process;
mod report;
mod scene;
mod screen;
mod server;
mod session;
mod start;
mod status;

use std::process::ExitCode;

use form::Form;
use options::{HELP, Options};
use report::{Measured, Report};
use scene::Scene;
use start::Warmth;

fn main() -> ExitCode {
    if std::env::args().any(|word| word == "--help") {
        println!("{HELP}");
        return ExitCode::SUCCESS;
    }
    let measured = Options::read(std::env::args().skip(1)).and_then(|options| {
        let report = run(&options)?;
        Ok((options, report))
    });
    match measured {
        Ok((options, report)) if options.json => println!("{}", report.json()),
        Ok((_, report)) => println!("{}", report.text()),
        Err(why) => {
            eprintln!("ident-bench-app: {why}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn run(options: &Options) -> Result<Report, String> {
    let (load, strangers) = (process::load(), process::strangers());
    let scene = Scene::open(options)?;
    let mut forms = Vec::new();
    for form in Form::ALL {
        eprintln!("{}: a first start, not measured", form.name());
        let learned = start::learn(&scene, form)?;
        forms.push((learned, Measured::of(form)));
    }
    for warmth in [Warmth::Warm, Warmth::Cold] {
        for turn in 1..=options.starts {
            eprintln!(
                "{} starts, turn {turn} of {}",
                warmth.name(),
                options.starts
            );
            for (learned, measured) in &mut forms {
                let start = start::measure(&scene, learned, warmth)?;
                measured.starts(warmth).push(start);
            }
        }
    }
    for (learned, measured) in &mut forms {
        eprintln!(
            "{}: {} s of nothing",
            measured.form.name(),
            options.idle.as_secs()
        );
        measured.idle = Some(idle::measure(&scene, learned, options.idle)?);
    }
    Ok(Report {
        forms: forms.into_iter().map(|(_, measured)| measured).collect(),
        sizes: package::measure(options.deb.as_deref()),
        strangers: strangers.max(process::strangers()),
        load: [load, process::load()],
    })
}
