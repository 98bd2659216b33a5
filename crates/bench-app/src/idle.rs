//! The first screen, and nobody there.

use std::time::Duration;

use serde::Serialize;

use crate::process::Memory;
use crate::scene::Scene;
use crate::screen::pause;
use crate::start::{Learned, begin, shown};

/// How long a form may still be busy with its start.
const SETTLING: Duration = Duration::from_secs(15);

/// What doing nothing costs.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Idle {
    /// Processor time of all processes in a minute.
    pub(crate) processor_ms_a_minute: f64,
    /// Memory of all processes at the end.
    pub(crate) pss_mb: f64,
    pub(crate) processes: Vec<Memory>,
}

pub(crate) fn measure(scene: &Scene, learned: &Learned, long: Duration) -> Result<Idle, String> {
    let running = begin(scene, learned.form)?;
    shown(scene, learned, &running)?;
    pause(SETTLING);
    let before = running.family.processor_of_threads();
    pause(long);
    let spent = running.family.processor_of_threads().saturating_sub(before);
    let processes = running.family.memory();
    running.family.end()?;
    Ok(Idle {
        processor_ms_a_minute: spent.as_secs_f64() * 1000.0 * 60.0 / long.as_secs_f64(),
        pss_mb: processes.iter().map(|process| process.pss_mb).sum(),
        processes,
    })
}
