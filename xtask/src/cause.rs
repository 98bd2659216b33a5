//! Why apt, npm or cargo failed, read from what they said.

/// The reasons that a person can do something about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    Network,
    Disk,
    Locked,
    Permission,
    Unknown,
}

/// What the tools print, in lower case. The order matters: a full disk also makes downloads fail.
const SIGNS: &[(Cause, &[&str])] = &[
    (
        Cause::Disk,
        &["no space left on device", "enospc", "disk quota exceeded"],
    ),
    (
        Cause::Network,
        &[
            "temporary failure resolving",
            "could not resolve host",
            "couldn't resolve host",
            "could not connect to",
            "failed to connect to",
            "unable to connect",
            "network is unreachable",
            "connection timed out",
            "spurious network error",
            "network failure",
            "network connectivity",
            "failed to download",
            "download of config.json failed",
            "could not get crate checksum",
            "unable to update registry",
            "enotfound",
            "eai_again",
            "etimedout",
            "econnrefused",
            "econnreset",
            "enetunreach",
        ],
    ),
    (
        Cause::Locked,
        &[
            "could not get lock",
            "unable to acquire the dpkg",
            "unable to lock",
        ],
    ),
    (
        Cause::Permission,
        &[
            "permission denied",
            "eacces",
            "are you root",
            "operation not permitted",
        ],
    ),
];

impl Cause {
    /// The first reason that the lines give away.
    pub(crate) fn of<'a>(lines: impl IntoIterator<Item = &'a str>) -> Self {
        let text = lines
            .into_iter()
            .map(str::to_lowercase)
            .collect::<Vec<_>>()
            .join("\n");
        SIGNS
            .iter()
            .find(|(_, signs)| signs.iter().any(|sign| text.contains(sign)))
            .map_or(Self::Unknown, |(cause, _)| *cause)
    }

    /// What a person can do.
    pub(crate) fn advice(self) -> &'static str {
        match self {
            Self::Network => {
                "It looks as if the network cannot be reached. The first start needs it once \
                 (Debian packages, npm packages, crates); check the connection or the proxy \
                 settings and run the same command again. It goes on where it stopped."
            }
            Self::Disk => {
                "There is no room left on the disk. Free some (`cargo clean` frees what was built \
                 here; a first build needs about 4 GB) and run the same command again."
            }
            Self::Locked => {
                "Another program is installing packages at this moment. \
                 Wait until it has finished and run the same command again."
            }
            Self::Permission => {
                "The rights for this are missing. Look at who owns the folder named above, or let \
                 an administrator run the command once."
            }
            Self::Unknown => "The lines above are its last words.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_messages_are_recognised() {
        let cases = [
            (
                "Err:1 http://deb.debian.org bookworm InRelease Temporary failure resolving 'deb.debian.org'",
                Cause::Network,
            ),
            ("npm error code EAI_AGAIN", Cause::Network),
            (
                "npm ERR! network request to https://registry.npmjs.org/x failed, reason: getaddrinfo ENOTFOUND",
                Cause::Network,
            ),
            (
                "npm error network This is a problem related to network connectivity.",
                Cause::Network,
            ),
            (
                "warning: spurious network error (3 tries remaining): [6] Couldn't resolve host name",
                Cause::Network,
            ),
            (
                "E: You don't have enough free space\nwrite error - write (28: No space left on device)",
                Cause::Disk,
            ),
            ("npm error code ENOSPC", Cause::Disk),
            (
                "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 12 (apt)",
                Cause::Locked,
            ),
            (
                "E: Could not open lock file - open (13: Permission denied)",
                Cause::Permission,
            ),
            ("error[E0308]: mismatched types", Cause::Unknown),
        ];
        for (text, cause) in cases {
            assert_eq!(Cause::of(text.lines()), cause, "{text}");
        }
    }

    #[test]
    fn a_full_disk_is_named_even_when_a_download_failed_because_of_it() {
        let text = "error: failed to download `itoa`\nCaused by: No space left on device";
        assert_eq!(Cause::of(text.lines()), Cause::Disk);
    }
}
