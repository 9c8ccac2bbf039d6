"""Tags: one tag whatever its case, shown as it was first written on the ticket.

A ticket that an earlier release gave two spellings of one tag keeps both until its tags are set again.
"""

from collections.abc import Iterable
from dataclasses import dataclass

MAX_TAGS = 50
"""Tags of a ticket."""

MAX_TAG_LENGTH = 50
"""Characters of a tag, which is a line without a comma."""


@dataclass(frozen=True, slots=True)
class KnownTag:
    """A tag that tickets have or have had: its name as it was first written, and its id in the order of first use."""

    id: int
    name: str


def tag_key(tag: str) -> str:
    """Return what is equal for spellings of one tag."""
    return tag.casefold()


def each_once(tags: Iterable[str], known: Iterable[str] = ()) -> tuple[str, ...]:
    """Return each of the tags once, in their order, spelled as among the known ones or else as it comes first."""
    spellings = _spellings(known)
    found: dict[str, str] = {}
    for tag in tags:
        key = tag_key(tag)
        found.setdefault(key, spellings.get(key, tag))
    return tuple(found.values())


def changed(tags: tuple[str, ...], add: Iterable[str], remove: Iterable[str]) -> tuple[str, ...]:
    """Return the tags without those to remove, and behind them those to add. What is both is added or stays."""
    added = _spellings(add)
    removed = {tag_key(tag) for tag in remove} - added.keys()
    kept = tuple(tag for tag in tags if tag_key(tag) not in removed)
    present = {tag_key(tag) for tag in kept}
    return kept + tuple(tag for key, tag in added.items() if key not in present)


def find(tags: Iterable[str], wanted: str) -> str | None:
    """Return the tag as it is spelled among the tags, or None."""
    return _spellings(tags).get(tag_key(wanted))


def _spellings(tags: Iterable[str]) -> dict[str, str]:
    """Return the first spelling of each tag, by key."""
    found: dict[str, str] = {}
    for tag in tags:
        found.setdefault(tag_key(tag), tag)
    return found
