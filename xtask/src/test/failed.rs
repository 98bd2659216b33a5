//! What failed, kept for the end: of a long run often only the last lines are seen.

use super::closing::Closing;
use crate::console;

/// Lines kept of one failure; the first ones say what was expected and what came.
const LINES: usize = 24;

/// Failures kept of one step; where more fail, they mostly have one cause.
const BLOCKS: usize = 10;

/// The failures of one step, read from its output line by line.
#[derive(Debug)]
pub(crate) struct Failed {
    closing: Closing,
    blocks: Vec<Vec<String>>,
    is_open: bool,
}

impl Failed {
    pub(crate) fn new(closing: Closing) -> Self {
        Self {
            closing,
            blocks: Vec::new(),
            is_open: false,
        }
    }

    /// Takes one more line of output.
    pub(crate) fn read(&mut self, line: &str) {
        let line = console::plain(line);
        if self.closing.begins_failure(&line) {
            self.open(line);
        } else if self.closing.ends_failure(&line) {
            self.is_open = false;
        } else if self.is_open && !line.trim().is_empty() {
            self.keep(line);
        }
    }

    /// The failures, the name of each in its first line.
    pub(crate) fn into_blocks(self) -> Vec<Vec<String>> {
        self.blocks
    }

    /// Some tools name a failure again at their end; it is kept once.
    fn open(&mut self, line: String) {
        let is_known = self.blocks.iter().any(|block| block[0] == line);
        self.is_open = !is_known && self.blocks.len() < BLOCKS;
        if self.is_open {
            self.blocks.push(vec![line]);
        }
    }

    fn keep(&mut self, line: String) {
        let block = self.blocks.last_mut();
        if let Some(block) = block.filter(|block| block.len() < LINES) {
            block.push(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(closing: Closing, output: &str) -> Vec<Vec<String>> {
        let mut failed = Failed::new(closing);
        output.lines().for_each(|line| failed.read(line));
        failed.into_blocks()
    }

    #[test]
    fn a_failure_in_a_browser_is_kept_with_what_was_expected() {
        let output = "  ✓  1 spec/a.spec.ts:1:1 › passes (1s)\n\
             \x20 ✘  2 spec/b.spec.ts:7:3 › links (1s)\n\n\
             \u{1b}[31m  1) spec/b.spec.ts:7:3 › links ───\u{1b}[39m\n\n\
             \x20   Error: expected \"linked\"\n\
             \x20 1 failed\n\
             \x20   spec/b.spec.ts:7:3 › links ───\n\
             \x20 1 passed (9s)\n";
        let expected = [
            "  1) spec/b.spec.ts:7:3 › links ───",
            "    Error: expected \"linked\"",
        ];
        assert_eq!(blocks(Closing::Playwright, output), [expected]);
    }

    #[test]
    fn a_failure_of_nextest_is_kept_once_with_its_panic() {
        let output = "        PASS [   0.1s] (1/2) crate a::b\n\
             \x20       FAIL [   0.2s] (2/2) crate a::c\n\
             \x20 stderr ───\n\
             \x20   panicked at a.rs:3: left 1, right 2\n\
             \x20       PASS [   0.3s] (2/2) crate a::d\n\
             noise\n\
             \x20    Summary [   0.3s] 2 tests run: 1 passed, 1 failed\n\
             \x20       FAIL [   0.2s] (2/2) crate a::c\n";
        let found = blocks(Closing::Nextest, output);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0][0], "        FAIL [   0.2s] (2/2) crate a::c");
        assert_eq!(found[0][2], "    panicked at a.rs:3: left 1, right 2");
    }

    #[test]
    fn a_failure_of_a_page_and_one_of_cargo_are_kept() {
        let vitest =
            " ✓ src/a.test.ts (3 tests)\n FAIL  src/b.test.ts > shows\nAssertionError: no\n";
        assert_eq!(blocks(Closing::Vitest, vitest)[0].len(), 2);
        let cargo = "test a::b ... FAILED\n\nfailures:\n\n---- a::b stdout ----\nleft: 1\n\n\
             test result: FAILED. 0 passed; 1 failed;\n";
        let found = blocks(Closing::CargoTest, cargo);
        assert_eq!(found, [["---- a::b stdout ----", "left: 1"]]);
    }

    #[test]
    fn a_long_failure_is_cut_and_so_is_a_long_list() {
        let long = "line\n".repeat(100);
        let one = format!("  1) a.spec.ts:1:1 › x\n{long}");
        assert_eq!(blocks(Closing::Playwright, &one)[0].len(), LINES);
        let many: Vec<_> = (0..50).map(|n| format!("  {n}) a.spec.ts › {n}")).collect();
        let many = many.join("\n");
        assert_eq!(blocks(Closing::Playwright, &many).len(), BLOCKS);
    }

    #[test]
    fn what_passes_leaves_nothing() {
        let output =
            "running 2 tests\ntest a ... ok\n  ✓  1 a.spec.ts › FAIL (1s)\n  2 passed (3s)\n";
        for closing in [
            Closing::CargoTest,
            Closing::Nextest,
            Closing::Vitest,
            Closing::Playwright,
        ] {
            assert_eq!(blocks(closing, output), Vec::<Vec<String>>::new());
        }
    }
}
