"""What every engine must do alike so that all of them put finds in one order."""

DAYS = 1 << 15
FACET_VALUES = 50


def within(day: int) -> int:
    """A day the order knows: 1970 to 2059; what lies outside stands with the nearest."""
    return min(max(day, 0), DAYS - 1)
