"""Compare the index of facts with the rows of tickets and the stars, from what the items mean.

    F#<kind>#<value> / <block of 250>              n: offsets of the tickets that have the fact
    D#<moment> / <yyyymmdd>#<block of 100>         <offset>: millisecond of the day
    DAY / <yyyymmdd>                               n: the lowest number of a ticket opened on that day

A value of more than 100 bytes is replaced by its SHA-256, and its kind ends with ~.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from polydesk.domain.facts import INDEXED_MOMENTS, Fact, facts_of, moments_of
from polydesk.domain.ticket import Ticket
from tools.load.contents import UNTYPED, Contents

FACT_BLOCK, TIME_BLOCK, LONGEST_VALUE = 250, 100, 100

Places = dict[int, set[str]]
"""Where tickets stand in the index, by number."""


def wrong_facts(contents: Contents) -> Iterator[str]:
    """Yield what tickets lack in the index of facts, and have there too much. Nothing once the stream has been read."""
    expected, stored = _expected(contents), _stored(contents)
    for number in sorted({*expected, *stored}):
        for what, places in (
            ("lacks", expected[number] - stored[number]),
            ("should not have", stored[number] - expected[number]),
        ):
            if places:
                yield f"ticket {number} {what} {', '.join(sorted(places))}"


def wrong_first_numbers(contents: Contents) -> Iterator[str]:
    """Yield days whose first number is missing, or higher than that of a ticket opened then."""
    stored = {key.sk: item["n"] for key, item in contents.of_type(UNTYPED).items() if key.pk == "DAY"}
    for number, ticket in sorted(contents.tickets.items()):
        day = _day(ticket.created_at)
        if day not in stored or number < stored[day]:
            yield f"ticket {number} was opened on {day}, whose first number is {stored.get(day)}"


def _stored(contents: Contents) -> Places:
    places: Places = defaultdict(set)
    for key, item in contents.of_type(UNTYPED).items():
        kind, _, name = key.pk.partition("#")
        match kind:
            case "F":
                for offset in item.get("n", ()):
                    places[int(key.sk) * FACT_BLOCK + offset].add(name)
            case "D":
                day, _, block = key.sk.partition("#")
                for offset, at in item.items():
                    if offset.isdigit():
                        places[int(block) * TIME_BLOCK + int(offset)].add(f"{name} {day} {at}")
    return places


def _expected(contents: Contents) -> Places:
    places: Places = defaultdict(set)
    for number, ticket in contents.tickets.items():
        places[number] = {*map(_name, facts_of(ticket)), *_times(ticket)}
    for key in contents.of_type("star"):
        number, person_id = int(key.pk.partition("#")[2]), key.sk.partition("#")[2]
        places[number].add(f"starred#{person_id}")
    return places


def _name(fact: Fact) -> str:
    value = str(fact.value).encode()
    if len(value) > LONGEST_VALUE:
        return f"{fact.kind}~#{hashlib.sha256(value).hexdigest()}"
    return f"{fact.kind}#{fact.value}"


def _times(ticket: Ticket) -> Iterator[str]:
    for moment, at in moments_of(ticket).items():
        if moment in INDEXED_MOMENTS:
            midnight = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
            yield f"{moment} {_day(at)} {(at - midnight) // timedelta(milliseconds=1)}"


def _day(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%d")
