"""What the signing desk needs from outside, in small Protocols."""
