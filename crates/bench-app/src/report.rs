//! What was measured, told to a person or a program.

use std::fmt::Write;

use serde::Serialize;
use serde_json::json;

use crate::form::Form;
use crate::idle::Idle;
use crate::package::Sizes;
use crate::start::{Start, Warmth};

/// What we aim at: half of Chromium's figure.
const AIM: f64 = 0.5;

/// Everything about one form.
#[derive(Debug, Serialize)]
pub(crate) struct Measured {
    pub(crate) form: Form,
    warm: Vec<Start>,
    cold: Vec<Start>,
    pub(crate) idle: Option<Idle>,
}

impl Measured {
    pub(crate) fn of(form: Form) -> Self {
        Self {
            form,
            warm: Vec::new(),
            cold: Vec::new(),
            idle: None,
        }
    }

    pub(crate) fn starts(&mut self, warmth: Warmth) -> &mut Vec<Start> {
        match warmth {
            Warmth::Warm => &mut self.warm,
            Warmth::Cold => &mut self.cold,
        }
    }

    /// Each figure that is compared, with the unit.
    fn figures(&self) -> Vec<(&'static str, Spread)> {
        let mut figures = vec![
            (
                "warm start until usable, ms",
                Spread::of(&self.warm, |start| start.usable_ms),
            ),
            (
                "cold start until usable, ms",
                Spread::of(&self.cold, |start| start.usable_ms),
            ),
            (
                "warm start until answered, ms",
                Spread::of(&self.warm, |start| start.answered_ms),
            ),
            (
                "cold start until answered, ms",
                Spread::of(&self.cold, |start| start.answered_ms),
            ),
            (
                "processor time of a warm start, ms",
                Spread::of(&self.warm, |start| start.processor_ms),
            ),
            (
                "memory after a warm start, MB",
                Spread::of(&self.warm, |start| start.pss_mb),
            ),
        ];
        if let Some(idle) = &self.idle {
            figures.push(("memory when idle, MB", Spread::one(idle.pss_mb)));
            figures.push((
                "processor time of an idle minute, ms",
                Spread::one(idle.processor_ms_a_minute),
            ));
        }
        figures
    }
}

/// Median, least and most.
#[derive(Clone, Copy, Debug, Serialize)]
struct Spread {
    median: f64,
    least: f64,
    most: f64,
}

impl Spread {
    fn of(starts: &[Start], figure: impl Fn(&Start) -> f64) -> Self {
        let mut figures: Vec<_> = starts.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        let at = |index: usize| figures.get(index).copied().unwrap_or_default();
        let last = figures.len().saturating_sub(1);
        Self {
            median: at(figures.len() / 2),
            least: at(0),
            most: at(last),
        }
    }

    fn one(figure: f64) -> Self {
        Self {
            median: figure,
            least: figure,
            most: figure,
        }
    }
}

/// One figure of the app beside Chromium's.
#[derive(Debug, Serialize)]
struct Aim {
    what: String,
    ratio: f64,
    wanted: f64,
    met: bool,
}

impl Aim {
    fn of(what: String, ours: f64, theirs: f64) -> Self {
        // Nothing is half of anything, of nothing too.
        let ratio = if ours == 0.0 { 0.0 } else { ours / theirs };
        Self {
            what,
            ratio,
            wanted: AIM,
            met: ratio <= AIM,
        }
    }

    fn line(&self) -> String {
        let met = if self.met { "met" } else { "NOT MET" };
        let (what, ratio, wanted) = (&self.what, self.ratio, self.wanted);
        format!("{what:<52} {ratio:>6.2}  <= {wanted:<4} {met}")
    }
}

/// Everything that was measured.
pub(crate) struct Report {
    pub(crate) forms: Vec<Measured>,
    pub(crate) sizes: Result<Sizes, String>,
    /// Processes of others that share libraries with what was measured.
    pub(crate) strangers: usize,
    /// Processes that wanted a core, on average over a minute, before and after.
    pub(crate) load: [f64; 2],
}

impl Report {
    /// For a program.
    pub(crate) fn json(&self) -> String {
        let figures = self
            .forms
            .iter()
            .map(|form| (form.form.name(), form.figures()));
        let figures: Vec<_> = figures
            .map(|(form, figures)| json!({ "form": form, "figures": figures }))
            .collect();
        let app = json!({
            "figures": figures,
            "forms": self.forms,
            "sizes": self.sizes.as_ref().ok(),
            "sizes_left_out": self.sizes.as_ref().err(),
            "strangers": self.strangers,
            "load": self.load,
            "aims": self.aims(),
        });
        json!({ "app": app }).to_string()
    }

    /// For a person.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("{:<38}", "median (least to most)");
        for form in &self.forms {
            let _ = write!(text, "{:>24}", form.form.name());
        }
        let figures: Vec<_> = self.forms.iter().map(Measured::figures).collect();
        for (row, (what, _)) in figures.first().into_iter().flatten().enumerate() {
            let _ = write!(text, "\n{what:<38}");
            for (_, spread) in figures.iter().filter_map(|figures| figures.get(row)) {
                let cell = format!(
                    "{:.0} ({:.0} to {:.0})",
                    spread.median, spread.least, spread.most
                );
                let _ = write!(text, "{cell:>24}");
            }
        }
        for form in &self.forms {
            let _ = write!(text, "\n{}", processes(form));
        }
        let _ = write!(text, "\n{}", self.sizes());
        if self.strangers > 0 {
            let many = self.strangers;
            let _ = write!(
                text,
                "\n{many} processes of others share these libraries: memory is told too small"
            );
        }
        let [before, after] = self.load;
        let _ = write!(
            text,
            "\nload of the machine: {before:.1} before, {after:.1} after\n"
        );
        for aim in self.aims() {
            let _ = write!(text, "\n{}", aim.line());
        }
        text
    }

    fn sizes(&self) -> String {
        let line = |name: &str, size: &crate::package::Size| {
            let (own, needs, alone) = (size.own_mb, size.needs_mb, size.needs_alone_mb);
            format!(
                "installed: {name} {own:.0} MB, and {needs:.0} MB that it needs, {alone:.0} of them alone"
            )
        };
        match &self.sizes {
            Ok(sizes) => format!(
                "{}\n{}",
                line("the app", &sizes.app),
                line("Chromium", &sizes.chromium)
            ),
            Err(why) => format!("left out: installed size ({why})"),
        }
    }

    fn aims(&self) -> Vec<Aim> {
        let mut aims = Vec::new();
        let Some(chromium) = self.forms.iter().find(|form| form.form == Form::Chromium) else {
            return aims;
        };
        for form in self.forms.iter().filter(|form| form.form != Form::Chromium) {
            let pairs = form.figures().into_iter().zip(chromium.figures());
            aims.extend(pairs.map(|((what, ours), (_, theirs))| {
                Aim::of(
                    format!("{}: {what}", form.form.name()),
                    ours.median,
                    theirs.median,
                )
            }));
        }
        if let Ok(Sizes { app, chromium }) = &self.sizes {
            let all = |size: &crate::package::Size| size.own_mb + size.needs_mb;
            aims.push(Aim::of(
                "installed size, MB".to_owned(),
                app.own_mb,
                chromium.own_mb,
            ));
            let what = "installed size with all that it needs, MB".to_owned();
            aims.push(Aim::of(what, all(app), all(chromium)));
        }
        aims
    }
}

fn processes(form: &Measured) -> String {
    let processes = form.idle.iter().flat_map(|idle| &idle.processes);
    let processes: Vec<_> = processes
        .map(|process| format!("{} {:.0}", process.name, process.pss_mb))
        .collect();
    format!("{}: {} MB", form.form.name(), processes.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(ms: f64) -> Start {
        Start {
            usable_ms: ms,
            answered_ms: ms,
            presses: 1,
            processor_ms: ms,
            pss_mb: ms,
        }
    }

    #[test]
    fn the_app_is_held_against_half_of_the_browser_s_median() {
        let of = |form, ms: [f64; 3]| {
            let starts = ms.map(start).to_vec();
            Measured {
                form,
                warm: starts.clone(),
                cold: starts,
                idle: None,
            }
        };
        let forms = vec![
            of(Form::Desktop, [30.0, 10.0, 20.0]),
            of(Form::Chromium, [41.0, 40.0, 39.0]),
        ];
        let report = Report {
            forms,
            sizes: Err("none".to_owned()),
            strangers: 0,
            load: [0.0; 2],
        };
        let aims = report.aims();
        assert!(
            aims.iter()
                .all(|aim| aim.met && (aim.ratio - 0.5).abs() < 1e-9),
            "{aims:?}"
        );
        assert!(report.text().contains("20 (10 to 30)"));
    }
}
