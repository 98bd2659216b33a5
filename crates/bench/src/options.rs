//! The command line.

/// What can be asked for.
pub(crate) const HELP: &str = "\
--json           figures for a program
--quick          a short run: 3 seconds each, no other links, 500 waiting flows, a rush of 300
--seconds N      how long each run takes (12)
--links A,B,…    numbers of links stored (0,100000,1000000)
--waiting N      number of waiting flows (10000)
--rush N         people who ask for a pass within a minute (10000, which takes 9 minutes; 0: none)
--no-peer        without the relying parties to compare with
--no-first-load  without the first load of the user interface";

/// What was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// Figures for a program.
    pub(crate) json: bool,
    /// How long each run takes.
    pub(crate) seconds: u64,
    /// Numbers of links stored.
    pub(crate) links: Vec<u64>,
    /// Number of waiting flows.
    pub(crate) waiting: usize,
    /// People who ask for a pass within a minute.
    pub(crate) rush: u32,
    /// Whether the relying parties to compare with run too.
    pub(crate) peer: bool,
    /// Whether the user interface is loaded.
    pub(crate) first_load: bool,
}

impl Options {
    pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            json: false,
            seconds: 12,
            links: vec![0, 100_000, 1_000_000],
            waiting: 10_000,
            rush: 10_000,
            peer: true,
            first_load: true,
        };
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} needs a value"));
            match word.as_str() {
                "--json" => options.json = true,
                "--quick" => {
                    (options.seconds, options.links) = (3, vec![0]);
                    (options.waiting, options.rush) = (500, 300);
                }
                "--seconds" => options.seconds = number(&value()?)?,
                "--links" => {
                    options.links = value()?.split(',').map(number).collect::<Result<_, _>>()?;
                }
                "--waiting" => options.waiting = number(&value()?)?,
                "--rush" => options.rush = number(&value()?)?,
                "--no-peer" => options.peer = false,
                "--no-first-load" => options.first_load = false,
                other => return Err(format!("unknown option {other}")),
            }
        }
        Ok(options)
    }
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{text} is not a number"))
}
