"""How the checks of both indexes add up and describe what they have found."""

from collections import Counter
from collections.abc import Iterable


def total[Key](*counters: Counter[Key]) -> Counter[Key]:
    """Add counters, whose values may be negative, and drop the zeros."""
    found: Counter[Key] = Counter()
    for counter in counters:
        found.update(counter)
    return Counter({key: count for key, count in found.items() if count})


def quantity(number: int, what: str) -> str:
    """Return a number of things in words, such as `3 tickets`."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def report(bucket: int, findings: Iterable[str], unsettled: int) -> str:
    """Describe what was repaired in a bucket, and how many quarters are left for the next run, for the log."""
    repaired = ", ".join(findings)
    text = f"Bucket {bucket}: " + (f"repaired; {repaired}." if repaired else "nothing to repair.")
    if unsettled:
        text += f" Left for the next run: {quantity(unsettled, 'quarter')} under constant writes."
    return text
