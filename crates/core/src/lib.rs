//! The domain of Ident: flows, proofs, links, refusals. No I/O, no clock, no async.
