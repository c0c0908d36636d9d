"""Rules of the directory: accounts, passwords, sessions, tokens, tries, the office and its units."""
