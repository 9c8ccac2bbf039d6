"""Tickets reduced to what the state index is about: a row each, and the bit and the count that move with it."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from polydesk.storage import keys, transaction
from polydesk.storage.codec import Item, encode
from polydesk.storage.keys import Key
from polydesk.storage.retry import Patience
from polydesk.storage.state_index import layout
from polydesk.storage.state_index.index import Place, StateIndex
from polydesk.storage.state_index.layout import WORD
from polydesk.storage.table import Table
from polydesk.storage.transaction import Delete, Operation, Put, Stale, Update

PATIENCE_SECONDS = 30.0


class Shelf:
    """A table of such tickets."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.index = StateIndex(table)

    def move(self, number: int, before: Place | None, after: Place | None) -> None:
        """Create, move or purge a ticket. Raises Stale when it is not in the place `before`."""
        batch = [self._row(number, before, after), *self.index.operations(number, before, after)]
        self.table.commit(batch, Patience(PATIENCE_SECONDS))

    def _row(self, number: int, before: Place | None, after: Place | None) -> Operation:
        key = keys.ticket(number)
        if before is None:
            assert after is not None
            return Put(key, {**row(number, after), "version": 1}, transaction.ABSENT, Stale())
        there = transaction.same(state=before.state_id, spam=before.hidden or None)
        if after is None:
            return Delete(key, there, Stale())
        changes = {"state": after.state_id, "spam": after.hidden or None}
        return Update(key, changes, {"version": 1}, there, Stale())

    def places(self, bucket: int) -> dict[int, Place]:
        """Where the rows of a bucket say that its tickets are."""
        found: dict[int, Place] = {}
        for collection in range(bucket * layout.BUCKET, (bucket + 1) * layout.BUCKET, 64):
            for item in self.table.query(keys.ticket_collection(collection)):
                found[item["number"]] = Place(item["state"], item.get("spam", False))
        return found


def row(number: int, place: Place) -> Item:
    """The row of a ticket, without its version."""
    return {"type": "ticket", "number": number, "state": place.state_id, "spam": place.hidden or None}


def assert_index_shows(index: StateIndex, places: Mapping[int, Place]) -> None:
    """Each visible ticket has its bit and no other, each ticket is counted once, and nothing else is there."""
    visible = Counter(place.state_id for place in places.values() if not place.hidden)
    hidden = Counter(place.state_id for place in places.values() if place.hidden)
    counts = index.counts()
    states = {*visible, *hidden, *counts.visible, *counts.hidden}

    assert counts.visible == visible
    assert counts.hidden == hidden
    for state_id in states:
        expected = sorted((number for number, place in places.items() if place == Place(state_id)), reverse=True)
        listed: list[int] = []
        for bucket in index.buckets():
            listed += layout.newest_first(index.bitmap(bucket, [state_id]), bucket * layout.BUCKET)
        assert listed == expected


@dataclass(frozen=True, slots=True)
class Crowd:
    """Tickets 1, 2, 3, … in the places given, that are in the index without having rows."""

    places: Sequence[Place]

    def numbers(self, states: Iterable[int]) -> list[int]:
        """The visible tickets in the states, newest first."""
        wanted = {Place(state_id) for state_id in states}
        return [number for number in range(len(self.places), 0, -1) if self.places[number - 1] in wanted]


def crowd(table: Table, size: int, weights: Mapping[Place, float]) -> Crowd:
    """Put that many tickets into the index at once, mixed by weight; the same ones each time."""
    places = random.Random(size).choices(list(weights), list(weights.values()), k=size)
    items: dict[Key, Counter[str]] = defaultdict(Counter)
    for first in range(0, size + 1, WORD):
        spot = layout.spot(first)
        words: dict[Place, int] = defaultdict(int)
        for number in range(first or 1, min(first + WORD, size + 1)):
            words[places[number - 1]] |= 1 << (number - first)
        for place, word in words.items():
            name = layout.hidden_name if place.hidden else layout.visible_name
            items[keys.index_counts(layout.quarter_of(first))][name(place.state_id)] += word.bit_count()
            if not place.hidden:
                items[keys.index_words(spot.bucket, spot.part)][layout.word_name(place.state_id, spot.letter)] = word
    write_all(table, ({**key._asdict(), **item} for key, item in items.items()))
    return Crowd(places)


def write_all(table: Table, items: Iterable[Item]) -> None:
    """Write items without any condition, many at a time."""
    requests = [{"PutRequest": {"Item": encode(item)}} for item in items]
    for start in range(0, len(requests), 25):
        answer = table.client.batch_write_item(RequestItems={table.name: requests[start : start + 25]})  # type: ignore[dict-item]
        assert not answer["UnprocessedItems"]
