//! Stand-ins for the outside services, speaking the real protocols on loopback.
