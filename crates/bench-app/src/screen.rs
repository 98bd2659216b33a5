//! A display without a screen, whose picture lies in a file: looking at it asks nobody anything.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long a program of the desktop may take until it is there.
const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes of a dot.
const DOT: usize = 4;
/// Words in the head of the format XWD, version 7 (X11/XWDFile.h).
const HEAD: usize = 25;

/// A part of the display, in dots.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rect {
    pub(crate) x: u32,
    pub(crate) y: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// A part of a picture.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Patch(Vec<u8>);

impl Patch {
    /// How many dots have another colour than the first.
    pub(crate) fn ink(&self) -> usize {
        let background = self.0.get(..DOT).unwrap_or_default();
        self.0.chunks(DOT).filter(|dot| *dot != background).count()
    }

    /// How many dots differ.
    pub(crate) fn difference(&self, other: &Self) -> usize {
        let pairs = self.0.chunks(DOT).zip(other.0.chunks(DOT));
        pairs.filter(|(one, other)| one != other).count()
    }
}

/// A display with a window manager; both end with the value.
pub(crate) struct Screen {
    children: Vec<Child>,
    pub(crate) name: String,
    picture: File,
    /// Where the first dot is, and bytes of a line.
    layout: (u64, u64),
    _folder: TempDir,
}

impl Screen {
    pub(crate) fn open() -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let number = folder.path().join("number");
        let file = File::create(&number).map_err(|error| error.to_string())?;
        let mut x = Command::new("Xvfb");
        x.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1280x800x24",
            "-nolisten",
            "tcp",
            "-fbdir",
        ])
        .arg(folder.path())
        .stdout(file)
        .stderr(Stdio::null());
        let x = x.spawn().map_err(|error| format!("Xvfb: {error}"))?;
        let picture = folder.path().join("Xvfb_screen0");
        let mut children = vec![x];
        wait(|| is_written(&number) && picture.exists()).inspect_err(|_| end(&mut children))?;
        let name = fs::read_to_string(&number).map_err(|error| error.to_string())?;
        let name = format!(":{}", name.trim());
        let picture = File::open(picture).map_err(|error| error.to_string())?;
        let layout = layout(&picture)?;
        let mut screen = Self {
            children,
            name,
            picture,
            layout,
            _folder: folder,
        };
        screen.manage()?;
        Ok(screen)
    }

    fn manage(&mut self) -> Result<(), String> {
        let manager = Command::new("openbox")
            .env("DISPLAY", &self.name)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        self.children
            .push(manager.map_err(|error| format!("openbox: {error}"))?);
        wait(|| self.is_managed())
    }

    fn is_managed(&self) -> bool {
        let asked = self.ask("xprop", &["-root", "_NET_SUPPORTING_WM_CHECK"]);
        asked.is_ok_and(|answer| answer.contains("window id"))
    }

    /// Runs a program on the display.
    pub(crate) fn ask(&self, program: &str, words: &[&str]) -> Result<String, String> {
        let output = Command::new(program)
            .args(words)
            .env("DISPLAY", &self.name)
            .output();
        let output = output.map_err(|error| format!("{program}: {error}"))?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Lays the pointer down where it covers nothing that is looked at, and lights nothing up.
    pub(crate) fn rest(&self) -> Result<(), String> {
        self.ask("xdotool", &["mousemove", "1279", "799"]).map(drop)
    }

    /// Moves the pointer there.
    pub(crate) fn point(&self, (x, y): (u32, u32)) -> Result<(), String> {
        self.ask("xdotool", &["mousemove", &x.to_string(), &y.to_string()])
            .map(drop)
    }

    /// Presses there.
    pub(crate) fn press(&self, (x, y): (u32, u32)) -> Result<(), String> {
        let (x, y) = (x.to_string(), y.to_string());
        self.ask("xdotool", &["mousemove", &x, &y, "click", "1"])
            .map(drop)
    }

    /// Keeps the whole picture.
    pub(crate) fn keep(&self, file: &Path) -> Result<(), String> {
        self.ask("import", &["-window", "root", &file.to_string_lossy()])
            .map(drop)
    }

    /// What can be seen there at this moment.
    pub(crate) fn look(&self, at: Rect) -> Result<Patch, String> {
        let (first, line) = self.layout;
        let width = at.width as usize * DOT;
        let mut patch = vec![0; width * at.height as usize];
        for (row, part) in (u64::from(at.y)..).zip(patch.chunks_mut(width)) {
            let from = first + row * line + u64::from(at.x) * DOT as u64;
            let read = self.picture.read_exact_at(part, from);
            read.map_err(|error| format!("the display's picture: {error}"))?;
        }
        Ok(Patch(patch))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        end(&mut self.children);
    }
}

fn end(children: &mut [Child]) {
    for child in children.iter_mut().rev() {
        // It may have ended by itself.
        let _ = child.kill();
        let _ = child.wait();
    }
}

fn is_written(file: &Path) -> bool {
    fs::read_to_string(file).is_ok_and(|text| text.ends_with('\n'))
}

/// Waits until it is so.
///
/// # Errors
/// When it takes too long.
pub(crate) fn wait(is_so: impl Fn() -> bool) -> Result<(), String> {
    let begun = Instant::now();
    while !is_so() {
        if begun.elapsed() > PATIENCE {
            return Err("a program of the desktop did not get ready".to_owned());
        }
        pause(Duration::from_millis(20));
    }
    Ok(())
}

/// Lets time pass. A display tells nobody that it looks otherwise now.
#[expect(
    clippy::disallowed_methods,
    reason = "what is measured is time, and a picture is no event"
)]
pub(crate) fn pause(time: Duration) {
    std::thread::sleep(time);
}

/// The head says how long it is, how many colours follow it, and how long a line is.
fn layout(picture: &File) -> Result<(u64, u64), String> {
    let mut head = [0; HEAD * 4];
    let read = picture.read_exact_at(&mut head, 0);
    read.map_err(|error| format!("the display's picture: {error}"))?;
    let word = |index: usize| {
        let bytes = head.get(index * 4..index * 4 + 4).unwrap_or_default();
        bytes
            .iter()
            .fold(0_u64, |word, byte| word << 8 | u64::from(*byte))
    };
    let (length, line, colours) = (word(0), word(12), word(19));
    // A colour's entry has 12 bytes.
    Ok((length + colours * 12, line))
}
