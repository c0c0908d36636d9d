"""Rules of the registry desk: registers and numbers, arrived and outgoing documents, routing; no I/O, no clock."""
