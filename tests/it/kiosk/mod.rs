//! Kiosks: enrolment, what they sign, what they may do, and that nothing is left of a person.

mod end;
mod enrol;
mod limit;
mod revoke;
mod show;
mod signed;
