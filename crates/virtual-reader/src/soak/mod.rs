//! The helper under a long simulated day: cards come and go, the plug is pulled now and then, and
//! what the helper costs is measured.

mod cost;
mod helper;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ident_card::Presence;
use serde::{Serialize, Serializer};
use serde_json::json;

use crate::{Card, Daemon, Pad, Pn532, Reader, Slot};
pub use cost::Cost;
use helper::Helper;

/// How long a card lies on the reader, and how long the reader is empty.
const TURN: Duration = Duration::from_secs(10);
/// How long the helper may take to notice.
const PATIENCE: Duration = Duration::from_secs(20);
/// The plug is pulled once in so many turns.
const PULL: u64 = 30;
/// The helper's first minute is not measured: it still loads what it needs.
const WARM_UP: Duration = Duration::from_mins(1);

/// Which reader the helper has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A PN532 under libnfc.
    Board,
    /// A virtual reader under pcscd.
    Pcsc,
}

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The helper's program.
    pub helper: PathBuf,
    /// Which reader it has.
    pub kind: Kind,
    /// How long it is measured, after a minute that is not.
    pub length: Duration,
}

/// What was seen.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// Which reader the helper had.
    pub kind: Kind,
    /// How long it was measured.
    #[serde(serialize_with = "seconds")]
    pub length: Duration,
    /// Processor time of the helper as a share of one core.
    pub share: f64,
    /// Memory of its own at the beginning, at the end, and the most, in KiB.
    pub memory: [u64; 3],
    /// Open files at the beginning and at the end.
    pub files: [u64; 2],
    /// How many words were expected, and came.
    pub words: u64,
    /// How often the plug was pulled.
    pub pulls: u64,
    /// Commands that reached a card, and how many of them there should have been.
    pub apdus: [u64; 2],
}

impl Outcome {
    /// Whether this is what was promised: less than 1 % of a core, and no leak. Pages come
    /// and go with the libraries; a plug that is pulled costs 1 KiB (nfc1).
    pub fn is_good(&self) -> bool {
        let [first, last, _] = self.memory;
        self.share < 0.01 && last <= first + 128 && self.files[1] <= self.files[0]
    }

    /// For a program.
    pub fn json(&self) -> serde_json::Value {
        json!({ "soak": self, "growth_kib_an_hour": self.growth(), "good": self.is_good() })
    }

    /// Growth of that memory, in KiB for an hour.
    pub fn growth(&self) -> f64 {
        let [first, last, _] = self
            .memory
            .map(|kib| f64::from(u32::try_from(kib).unwrap_or(u32::MAX)));
        (last - first) / self.length.as_secs_f64() * 3600.0
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, last, most] = self.memory;
        let [files, files_last] = self.files;
        let [apdus, due] = self.apdus;
        writeln!(f, "measured        {} s", self.length.as_secs())?;
        writeln!(f, "processor       {:.3} % of one core", self.share * 100.0)?;
        writeln!(
            f,
            "own memory      {first} KiB at first, {last} KiB at last, {most} KiB at most"
        )?;
        writeln!(f, "growth          {:.0} KiB an hour", self.growth())?;
        writeln!(f, "open files      {files} at first, {files_last} at last")?;
        writeln!(f, "words           {} expected and heard", self.words)?;
        writeln!(f, "plug pulled     {} times", self.pulls)?;
        write!(f, "card commands   {apdus}, all SELECT; {due} were due")
    }
}

/// Runs the plan. `progress` is told the cost after each turn.
///
/// # Errors
/// When something cannot be started, the helper ends, or it does not notice a change.
pub fn run(plan: &Plan, mut progress: impl FnMut(&Cost)) -> io::Result<Outcome> {
    let mut scene = Scene::open(plan)?;
    let started = Instant::now();
    scene.helper.expect(Presence::None, PATIENCE)?;
    while started.elapsed() < WARM_UP {
        scene.turn()?;
    }
    let begin = Instant::now();
    let first = scene.helper.cost()?;
    let mut most = first.memory;
    while begin.elapsed() < plan.length {
        scene.turn()?;
        let cost = scene.helper.cost()?;
        most = most.max(cost.memory);
        progress(&cost);
    }
    let last = scene.helper.cost()?;
    let length = begin.elapsed();
    scene.check()?;
    Ok(Outcome {
        kind: plan.kind,
        length,
        share: last.processor.saturating_sub(first.processor).as_secs_f64() / length.as_secs_f64(),
        memory: [first.memory, last.memory, most],
        files: [first.files, last.files],
        words: scene.words,
        pulls: scene.pulls,
        apdus: [scene.pad.apdus().len() as u64, scene.due],
    })
}

fn seconds<S: Serializer>(length: &Duration, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u64(length.as_secs())
}

struct Scene {
    pad: Pad,
    helper: Helper,
    kind: Kind,
    turns: u64,
    words: u64,
    pulls: u64,
    due: u64,
    // In the order in which they have to end.
    _slot: Option<Slot>,
    _chip: Option<Pn532>,
    _daemon: Option<Daemon>,
    _folder: tempfile::TempDir,
}

impl Scene {
    fn open(plan: &Plan) -> io::Result<Self> {
        let folder = tempfile::tempdir()?;
        let pad = Pad::new();
        let (mut chip, mut daemon, mut slot) = (None, None, None);
        let helper = match plan.kind {
            Kind::Board => {
                let chip = chip.insert(Pn532::start(&pad, &folder.path().join("tty"))?);
                Helper::start(&plan.helper, &chip.connection(), None)?
            }
            Kind::Pcsc => {
                let daemon = daemon.insert(Daemon::start(&Reader::Vpcd)?);
                slot = Some(Slot::start(&pad, daemon.slot())?);
                Helper::start(&plan.helper, "pcsc", Some(&daemon.socket()))?
            }
        };
        Ok(Self {
            pad,
            helper,
            kind: plan.kind,
            turns: 0,
            words: 0,
            pulls: 0,
            due: 0,
            _slot: slot,
            _chip: chip,
            _daemon: daemon,
            _folder: folder,
        })
    }

    /// A card is put on, lies there, and is taken off; or the plug is pulled and put back.
    fn turn(&mut self) -> io::Result<()> {
        self.turns += 1;
        if self.kind == Kind::Board && self.turns.is_multiple_of(PULL) {
            self.pad.set_plugged(false);
            self.hear(Presence::ReaderLost)?;
            self.pad.set_plugged(true);
            self.pulls += 1;
            self.hear(Presence::None)?;
            return self.helper.idle(TURN);
        }
        let cards = Card::ALL;
        let card = cards[usize::try_from(self.turns).unwrap_or(0) % cards.len()];
        self.pad.put(card);
        let (word, commands) = expected(card, self.kind);
        self.due += commands;
        self.hear(word)?;
        self.helper.idle(TURN)?;
        self.pad.take_off();
        self.hear(Presence::None)?;
        self.helper.idle(TURN)
    }

    fn hear(&mut self, word: Presence) -> io::Result<()> {
        self.helper.expect(word, PATIENCE)?;
        self.words += 1;
        Ok(())
    }

    /// Only commands of the one kind reached a card, and no more than were due.
    fn check(&self) -> io::Result<()> {
        let apdus = self.pad.apdus();
        let other = apdus.iter().any(|apdu| apdu.get(1) != Some(&0xA4));
        if other || apdus.len() as u64 != self.due {
            return Err(io::Error::other(
                "the cards were asked too much, or too little",
            ));
        }
        Ok(())
    }
}

/// The word for a card, and how many commands it takes.
fn expected(card: Card, kind: Kind) -> (Presence, u64) {
    let word = match card {
        Card::MyNumber => Presence::MyNumber,
        Card::Student => Presence::FelicaStudent,
        Card::Transit => Presence::FelicaTransit,
        Card::DrivingLicence | Card::FelicaTag | Card::Bank => Presence::Other,
    };
    let commands = match (kind, card) {
        (_, Card::MyNumber | Card::DrivingLicence) | (Kind::Pcsc, Card::Bank | Card::Transit) => 1,
        (Kind::Pcsc, Card::Student | Card::FelicaTag) => 2,
        (Kind::Board, _) => 0,
    };
    (word, commands)
}

/// The helper that was built with this program.
pub fn helper_beside(program: &Path) -> PathBuf {
    program.with_file_name("ident-card-watcher")
}
