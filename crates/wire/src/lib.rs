//! JSON shapes between the server and its clients.
