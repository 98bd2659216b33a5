//! `cargo xtask demo`: Ident with everything it talks to, on this machine.
//!
//! Builds with the dev profile: it needs about a third of the time of a release build, it is the
//! one that the tests use anyway, and one person does not notice the difference in speed.

mod folder;
mod place;
mod reader;
mod settings;
mod window;

use std::process::ExitCode;
use std::time::Duration;

use crate::args::DemoOptions;
use crate::install::apt;
use crate::problem::{Outcome, Problem};
use crate::process::{Happening, Id, Output, Session, Spec};
use crate::{console, disk, path, port, step, ui};
use folder::Folder;
use place::Place;
use window::Form;

/// How long a program of ours may take until it accepts connections.
const PATIENCE: Duration = Duration::from_mins(1);
/// Free disk space for the first build, in MiB.
const ROOM_FIRST: u64 = 4000;
/// Free disk space for any later start, in MiB.
const ROOM_LATER: u64 = 300;

/// Runs the demo until Ctrl-C.
///
/// # Errors
/// When something is missing that cannot be installed, when a program does not start, or when one
/// ends by itself.
pub(crate) fn run(options: &DemoOptions) -> Outcome<ExitCode> {
    let place = Place::of(options)?;
    let folder = Folder::open(&place.folder(options), options.fresh)?;
    let window = window::wanted(options);
    let of_reader = (window == Some(Form::Kiosk)).then(|| place.reader_port());
    for port in place.ports().into_iter().chain(of_reader) {
        port::ensure_free(place.host, port)?;
    }
    let mut session = Session::new()?;
    prepare(&mut session, window)?;
    let running = start(&mut session, &place, &folder, window)?;
    println!("Ident is ready: {}/verify/", place.ident_url());
    console::note("Ctrl-C ends it.");
    let outcome = watch(&mut session, running);
    session.stop_all();
    outcome
}

/// Installs and builds what is missing.
fn prepare(session: &mut Session, window: Option<Form>) -> Outcome<()> {
    let is_first = !path::target()?.join("debug/ident-server").exists();
    disk::ensure_room(path::root(), if is_first { ROOM_FIRST } else { ROOM_LATER })?;
    apt::ensure(session, apt::COMPILER)?;
    if window.is_some() {
        apt::ensure(session, apt::WINDOW)?;
    }
    if window == Some(Form::Kiosk) {
        apt::ensure(session, apt::CARD_LIBRARIES)?;
    }
    ui::ensure_built(session)?;
    step::build(session, step::SERVICE, &[])?;
    if window.is_some() {
        step::build(session, window::PACKAGE, window::FEATURES)?;
    }
    if window == Some(Form::Kiosk) {
        step::build(session, reader::PACKAGES, &[])?;
    }
    Ok(())
}

/// Starts everything; gives the window, if there is one.
fn start(
    session: &mut Session,
    place: &Place,
    folder: &Folder,
    window: Option<Form>,
) -> Outcome<Option<Id>> {
    let programs = path::target()?.join("debug");
    let program = |name: &str| programs.join(name).to_string_lossy().into_owned();
    if !folder.has_keys()? {
        console::begin("Making the keys of this demo", None);
        let keys = folder.keys().to_string_lossy().into_owned();
        let words = ["keygen", "--out", &keys, "--alg", "ES256"];
        let command = step::command(&program("ident-server"), words);
        session.run(Spec::new("ident-server keygen", command, Output::Hidden))?;
    }
    folder.write("archive-token", settings::ARCHIVE_TOKEN)?;
    folder.write("ident.toml", &settings::text(place, folder))?;
    let sandbox = step::command(
        &program("ident-sandbox"),
        settings::sandbox_words(place, folder)
            .iter()
            .map(String::as_str),
    );
    start_one(session, "sandbox", sandbox, folder, ready)?;
    let config = folder.file("ident.toml").to_string_lossy().into_owned();
    let server = step::command(&program("ident-server"), ["--config", &config]);
    start_one(session, "server", server, folder, ready)?;
    let Some(form) = window else {
        return Ok(None);
    };
    let mut window = window::command(&program("ident"), place, form);
    if form == Form::Kiosk {
        let reader = reader::start(session, &program("ident-virtual-reader"), place, folder)?;
        window.env("IDENT_CARD_READER", reader);
    }
    let spec = Spec::new("The window", window, Output::Logged(folder.log("window")?));
    session.start(spec).map(Some)
}

fn start_one<T>(
    session: &mut Session,
    name: &str,
    command: std::process::Command,
    folder: &Folder,
    ready: impl Fn(&str) -> Option<T>,
) -> Outcome<T> {
    let log = folder.log(&name.replace(' ', "-"))?;
    console::begin(
        &format!("Starting the {name} (its log: {})", log.display()),
        None,
    );
    let id = session.start(Spec::new(
        format!("The {name}"),
        command,
        Output::Logged(log),
    ))?;
    session.wait_line(id, PATIENCE, ready)
}

fn ready(line: &str) -> Option<()> {
    line.starts_with("ready ").then_some(())
}

/// Waits for Ctrl-C, or for a program that ends by itself.
fn watch(session: &mut Session, window: Option<Id>) -> Outcome<ExitCode> {
    loop {
        match session.next(None) {
            Happening::Interrupted => {
                console::note("Ending what was started.");
                return Ok(ExitCode::SUCCESS);
            }
            Happening::Exited(id) if Some(id) == window && session.ended_well(id) => {
                console::note("The window was closed. The address above goes on working.");
            }
            Happening::Exited(id) => return Err(ended(session, id)),
            Happening::Line(..) | Happening::Closed | Happening::TimedOut => {}
        }
    }
}

fn ended(session: &mut Session, id: Id) -> Problem {
    // Its last lines may still be on their way.
    let _ = session.wait_end(id, &mut |_| {});
    session
        .death(id)
        .advice("Everything else of this demo was ended too.")
}
