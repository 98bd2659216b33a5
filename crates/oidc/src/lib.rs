//! Relying-party protocol: pure verification, thin fetching.
