"""The outside world: one embedded and one deployed adapter for each port."""
