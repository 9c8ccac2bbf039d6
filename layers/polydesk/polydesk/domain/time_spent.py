"""Working time in minutes, with two decimal places. It can be negative: time that was booked by mistake."""

from decimal import ROUND_HALF_UP, Decimal

PLACES = Decimal("0.01")
"""The precision of a time."""


def whole_minutes(minutes: Decimal) -> int:
    """Return the time in whole minutes; half a minute counts as one."""
    return int(minutes.quantize(Decimal(1), ROUND_HALF_UP))


def split_minutes(minutes: Decimal) -> tuple[int, int]:
    """Return the time as whole minutes and the hundredths of a minute that they differ by, 50 at most."""
    whole = whole_minutes(minutes)
    return whole, int((minutes - whole) / PLACES)


def joined_minutes(whole: int, hundredths: int) -> Decimal:
    """Return the time of whole minutes and hundredths of a minute."""
    return whole + hundredths * PLACES
