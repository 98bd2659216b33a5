//! The store: SQLite and PostgreSQL behind one port, one contract suite.
