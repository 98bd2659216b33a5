//! What people do, from the first press to the end (issue section 3).

mod prelink;
