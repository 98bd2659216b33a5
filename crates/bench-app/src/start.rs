//! From the start of a program to a first button that answers.
//!
//! The display is watched, not the program: the button *is there* when half of its words' dots are,
//! and it *answers* when a press makes the display look like the next screen. A press that comes to
//! nothing is repeated; the screen counts as usable from the press that was answered.

use std::collections::BTreeSet;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::form::{Form, Place};
use crate::process::{self, Family};
use crate::scene::Scene;
use crate::screen::{Patch, pause};

/// How often the display is looked at.
const GLANCE: Duration = Duration::from_millis(3);
/// How long a form may take until its screen is there, and a press until it is answered.
const PATIENCE: Duration = Duration::from_secs(30);
/// A press that is not answered so long has come to nothing.
const AGAIN: Duration = Duration::from_millis(400);
/// A display that has not changed so long is finished.
const SETTLED: Duration = Duration::from_secs(2);
/// How long after the answer memory is counted.
const MEMORY: Duration = Duration::from_millis(1500);
/// Fewer dots are no words.
const FEWEST: usize = 60;

/// Whether it was started a moment ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Warmth {
    /// Its files are in memory, and it has been used.
    Warm,
    /// Its files are on the disk only, and it has never been used.
    Cold,
}

impl Warmth {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Warm => "warm",
            Self::Cold => "cold",
        }
    }
}

/// One start.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Start {
    /// Until the first button can be pressed, and answers.
    pub(crate) usable_ms: f64,
    /// Until the answer can be seen.
    pub(crate) answered_ms: f64,
    /// Presses that were needed.
    pub(crate) presses: u32,
    /// Processor time of all processes until then.
    pub(crate) processor_ms: f64,
    /// Memory of all processes a little later.
    pub(crate) pss_mb: f64,
}

/// What a first start showed.
pub(crate) struct Learned {
    pub(crate) form: Form,
    place: Place,
    /// Dots of the button's words.
    ink: usize,
    /// What the place of the answer looks like before the press, with the pointer there, and after.
    before: Patch,
    after: Patch,
    files: BTreeSet<PathBuf>,
}

/// A form that was started.
pub(crate) struct Running {
    pub(crate) family: Family,
    pub(crate) begun: Instant,
}

pub(crate) fn begin(scene: &Scene, form: Form) -> Result<Running, String> {
    scene.screen.rest()?;
    let mut command = form.command(&scene.session, &scene.app);
    command.process_group(0).stdout(Stdio::null());
    let begun = Instant::now();
    let child = command.spawn();
    let child = child.map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    Ok(Running {
        family: Family::of(child),
        begun,
    })
}

/// Starts a form once, to know its screens and its files.
pub(crate) fn learn(scene: &Scene, form: Form) -> Result<Learned, String> {
    let place = form.place();
    let running = begin(scene, form)?;
    let ink = until(
        form,
        || Ok(scene.screen.look(place.button)?.ink() >= FEWEST),
    )
    .and_then(|()| settled(scene, place))
    .and_then(|_| Ok(scene.screen.look(place.button)?.ink()))?;
    if let Some(folder) = &scene.pictures {
        std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        scene
            .screen
            .keep(&folder.join(format!("{}.png", form.name())))?;
    }
    scene.screen.point(place.point)?;
    let before = settled(scene, place)?;
    scene.screen.press(place.point)?;
    let after = settled(scene, place)?;
    if before.difference(&after) < FEWEST {
        return Err(format!(
            "{}: a press at {:?} is not answered",
            form.name(),
            place.point
        ));
    }
    let files = running.family.files();
    running.family.end()?;
    Ok(Learned {
        form,
        place,
        ink,
        before,
        after,
        files,
    })
}

/// One measured start.
pub(crate) fn measure(scene: &Scene, learned: &Learned, warmth: Warmth) -> Result<Start, String> {
    if warmth == Warmth::Cold {
        scene.session.forget()?;
        process::forget(&learned.files);
    }
    let running = begin(scene, learned.form)?;
    let mut usable = shown(scene, learned, &running)?;
    let mut presses = 0;
    let answered = loop {
        presses += 1;
        scene.screen.press(learned.place.point)?;
        if let Some(answered) = answer(scene, learned, running.begun)? {
            break answered;
        }
        usable = running.begun.elapsed();
        if usable > PATIENCE {
            return Err(format!("{} does not answer", learned.form.name()));
        }
    };
    let processor = running.family.processor();
    pause(MEMORY);
    let memory = running.family.memory();
    running.family.end()?;
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    Ok(Start {
        usable_ms: ms(usable),
        answered_ms: ms(answered),
        presses,
        processor_ms: ms(processor),
        pss_mb: memory.iter().map(|memory| memory.pss_mb).sum(),
    })
}

/// Waits until the first button is there; gives how long that took.
pub(crate) fn shown(
    scene: &Scene,
    learned: &Learned,
    running: &Running,
) -> Result<Duration, String> {
    let is_there = || Ok(scene.screen.look(learned.place.button)?.ink() * 2 >= learned.ink);
    until(learned.form, is_there).map(|()| running.begun.elapsed())
}

/// Waits for the answer to a press.
fn answer(scene: &Scene, learned: &Learned, begun: Instant) -> Result<Option<Duration>, String> {
    let pressed = Instant::now();
    while pressed.elapsed() < AGAIN {
        let now = scene.screen.look(learned.place.answer)?;
        // Typefaces may still change, so that neither is met exactly.
        if now.difference(&learned.after) * 2 < now.difference(&learned.before) {
            return Ok(Some(begun.elapsed()));
        }
        pause(GLANCE);
    }
    Ok(None)
}

fn until(form: Form, is_so: impl Fn() -> Result<bool, String>) -> Result<(), String> {
    let begun = Instant::now();
    while !is_so()? {
        if begun.elapsed() > PATIENCE {
            return Err(format!("{} does not show its first screen", form.name()));
        }
        pause(GLANCE);
    }
    Ok(())
}

/// Waits until nothing changes any more.
fn settled(scene: &Scene, place: Place) -> Result<Patch, String> {
    let look = || {
        Ok::<_, String>((
            scene.screen.look(place.button)?,
            scene.screen.look(place.answer)?,
        ))
    };
    let (mut last, mut since) = (look()?, Instant::now());
    while since.elapsed() < SETTLED {
        pause(GLANCE * 10);
        let now = look()?;
        if now != last {
            (last, since) = (now, Instant::now());
        }
    }
    Ok(last.1)
}
