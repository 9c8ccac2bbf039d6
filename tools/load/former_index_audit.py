"""The invariants of the former index by states, which has the tickets that are in no sets yet."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping

from polydesk.domain.ticket import Ticket
from polydesk.storage import keys
from polydesk.storage.state_index import layout
from tools.load.contents import Contents


def _outside_sets(contents: Contents) -> Mapping[int, Ticket]:
    return {number: ticket for number, ticket in contents.tickets.items() if not ticket.in_sets}


def _bits(contents: Contents) -> Iterator[tuple[int, int]]:
    """Yield number and state of every bit of the index; a negative chunk has none."""
    for key, item in contents.segments.items():
        base = keys.bucket_of_index(key.pk) * layout.BUCKET_SIZE + int(key.sk) * layout.SEGMENT_SIZE
        for name, chunk in item.items():
            state_id = layout.state_of_chunk(name)
            if state_id is None or chunk < 0:
                continue
            first = base + layout.CHUNK_LETTERS.index(name[-1]) * layout.CHUNK_SIZE
            yield from ((first + bit, state_id) for bit in range(chunk.bit_length()) if chunk >> bit & 1)


def _counts(contents: Contents) -> Counter[tuple[int, int, bool]]:
    """Return the counts of the directory by quarter, state and whether the tickets are hidden."""
    counts: Counter[tuple[int, int, bool]] = Counter()
    for quarter, item in contents.directory.items():
        for name, count in item.items():
            if of := layout.state_of_count(name):
                counts[quarter, of[0], of[1]] = count
    return counts


def directory_counts_the_bits(contents: Contents) -> Iterator[str]:
    """Check that the directory counts the bits of each state in each quarter."""
    bits = Counter((layout.quarter_of(number), state_id) for number, state_id in _bits(contents))
    counted = {(quarter, state_id): n for (quarter, state_id, hidden), n in _counts(contents).items() if not hidden}
    for place in sorted({*bits, *counted}):
        if bits[place] != counted.get(place, 0):
            yield f"quarter {place[0]}, state {place[1]}: {bits[place]} bits, {counted.get(place, 0)} counted"


def each_ticket_has_its_bit(contents: Contents) -> Iterator[str]:
    """Check that visible tickets have the bit of their state only, hidden ones none, and that chunks are bitmaps."""
    for key, item in contents.segments.items():
        for name, chunk in item.items():
            if layout.state_of_chunk(name) is not None and layout.valid_chunk(chunk) != chunk:
                yield f"{key.pk}/{key.sk}: {name} is {chunk}"
    states: dict[int, set[int]] = defaultdict(set)
    for number, state_id in _bits(contents):
        states[number].add(state_id)
    tickets = _outside_sets(contents)
    for number in sorted({*states, *tickets}):
        ticket = tickets.get(number)
        expected = {ticket.state_id} if ticket and not ticket.spam else set()
        if states[number] != expected:
            yield f"ticket {number} has bits of states {sorted(states[number])}, expected {sorted(expected)}"


def directory_counts_the_tickets(contents: Contents) -> Iterator[str]:
    """Check that the directory counts the visible and the hidden tickets of each state, and no others."""
    tickets = _outside_sets(contents)
    rows = Counter((layout.quarter_of(ticket.number), ticket.state_id, ticket.spam) for ticket in tickets.values())
    counts = _counts(contents)
    for place in sorted({*rows, *counts}):
        if rows[place] != counts[place]:
            kind = "hidden" if place[2] else "visible"
            yield f"quarter {place[0]}, state {place[1]}: {rows[place]} {kind} tickets, {counts[place]} counted"
    if counts.total() != len(tickets):
        yield f"{len(tickets)} tickets, {counts.total()} counted"


INVARIANTS: dict[str, Callable[[Contents], Iterator[str]]] = {
    "the directory counts the bits": directory_counts_the_bits,
    "each ticket outside sets has its bit and no other": each_ticket_has_its_bit,
    "the directory counts the tickets": directory_counts_the_tickets,
}
