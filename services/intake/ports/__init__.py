"""What the registry desk needs from outside, in small Protocols."""
