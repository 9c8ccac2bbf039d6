"""The invariants of the ticket index and of customers' own sets, from what the items mean.

    SX#<bucket> / <x, or z for purged tickets><quarter><segment>    <code><letter>: bitmap of every 25th number
    SXB / <block>         <code>: counts of 64 quarters, two bytes each; f<delta item>: stamp; v: version
    SXD / <delta item>    <quarter>_<code>: changes of counts; f<block>: stamp
    OWN#<customer> / <thousand>    <code>: offsets from the thousand; closed: takes no new ticket

A code is a state and a letter for the flags, from f for 1 to t for 15: archived 1, spam 2, staff only 8. It is 0 for
purged tickets. Own sets leave out whether a ticket is archived.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from polydesk.domain.ticket import Ticket
from polydesk.storage.codec import Item
from tools.load.contents import Contents

BUCKET, QUARTER, CHUNK, SEGMENTS, BLOCK, THOUSAND = 16_000, 4_000, 80, 25, 64, 1_000

GONE = "0"

_CODE = r"(?:0|[1-9][0-9]*)[f-t]?"
_CHUNK = re.compile(rf"({_CODE})([ab])")
_CHANGE = re.compile(rf"([0-9]+)_({_CODE})")
_COUNT = re.compile(_CODE)
_STAMP = re.compile(r"f(n?[0-9]+)")


def _code(ticket: Ticket, *, archived: bool) -> str:
    flags = archived + 2 * ticket.spam + 4 * ticket.trashed + 8 * ticket.visible_only_staff
    return str(ticket.state_id) + (" fghijklmnopqrst"[flags] if flags else "")


def _chunks(contents: Contents) -> Iterator[tuple[str, str, int, Any]]:
    """Yield part, code, number of the lowest bit and value of every chunk."""
    for key, item in contents.slot_segments.items():
        part, quarter, segment = key.sk[0], key.sk[1], key.sk[2:]
        base = int(key.pk.partition("#")[2]) * BUCKET + int(quarter) * QUARTER + int(segment)
        for name, chunk in item.items():
            if found := _CHUNK.fullmatch(name):
                yield part, found[1], base + "ab".index(found[2]) * CHUNK * SEGMENTS, chunk


def _is_bitmap(chunk: Any) -> bool:
    return isinstance(chunk, int) and 0 <= chunk < 1 << CHUNK


def _bits(contents: Contents) -> Iterator[tuple[int, str, str]]:
    """Yield number, part and code of every bit; a damaged chunk has none."""
    for part, code, first, chunk in _chunks(contents):
        if _is_bitmap(chunk):
            yield from ((first + SEGMENTS * bit, part, code) for bit in range(CHUNK) if chunk >> bit & 1)


def each_ticket_in_sets_has_its_bit(contents: Contents) -> Iterator[str]:
    """Check that a ticket in sets has one bit, in its slot, others have none, and that gone numbers have no row."""
    for _, code, first, chunk in _chunks(contents):
        if not _is_bitmap(chunk):
            yield f"the chunk of {code} from {first} on is {chunk}"
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for number, part, code in _bits(contents):
        found[number].append((part, code))
    for number in sorted({*found, *contents.tickets}):
        ticket = contents.tickets.get(number)
        if ticket is None:
            expected = [("z", GONE)]
        else:
            expected = [("x", _code(ticket, archived=ticket.archived))] if ticket.in_sets else []
        if found[number] != expected:
            yield f"ticket {number} has bits {sorted(found[number])}, expected {expected}"


def slots_are_counted(contents: Contents) -> Iterator[str]:
    """Check that blocks and delta items together count the bits of each slot in each quarter."""
    bits = Counter((number // QUARTER, code) for number, _, code in _bits(contents))
    counted: Counter[tuple[int, str]] = Counter()
    for block, item in contents.slot_blocks.items():
        counted.update(dict(_counts_of_block(int(block), item)))
    for name, item in contents.slot_deltas.items():
        for attribute, value in item.items():
            if found := _CHANGE.fullmatch(attribute):
                if not isinstance(value, int):
                    yield f"delta item {name}: {attribute} is {value}"
                else:
                    counted[int(found[1]), found[2]] += value
    for place in sorted({*bits, *counted}):
        if bits[place] != counted[place]:
            yield f"quarter {place[0]}, slot {place[1]}: {bits[place]} bits, {counted[place]} counted"


def _counts_of_block(block: int, item: Item) -> Iterator[tuple[tuple[int, str], int]]:
    """Yield the counts of a block by quarter and code; of damaged ones those that are there."""
    for name, value in item.items():
        if _COUNT.fullmatch(name) and isinstance(value, bytes):
            for place in range(len(value) // 2):
                yield (block * BLOCK + place, name), int.from_bytes(value[2 * place : 2 * place + 2])


def foldings_are_whole(contents: Contents) -> Iterator[str]:
    """Check that a block and a delta item have the same stamp of their last folding."""
    stamps: dict[tuple[str, str], list[Any]] = defaultdict(lambda: [None, None])
    for block, item in contents.slot_blocks.items():
        for name, value in item.items():
            if found := _STAMP.fullmatch(name):
                stamps[block, found[1]][0] = value
    for delta, item in contents.slot_deltas.items():
        for name, value in item.items():
            if found := _STAMP.fullmatch(name):
                stamps[found[1], delta][1] = value
    for (block, delta), (of_block, of_delta) in sorted(stamps.items()):
        if of_block != of_delta:
            yield f"block {block} has stamp {of_block} of delta item {delta}, which has {of_delta}"


def own_sets_have_their_tickets(contents: Contents) -> Iterator[str]:
    """Check that each ticket in sets is in the set of its customer and its slot, and that sets have no others."""
    expected = {
        (ticket.customer_id, _code(ticket, archived=False), number)
        for number, ticket in contents.tickets.items()
        if ticket.in_sets
    }
    stored = {
        (int(key.pk.partition("#")[2]), name, int(key.sk) * THOUSAND + offset)
        for key, item in contents.own_sets.items()
        for name, offsets in item.items()
        if name not in ("pk", "sk", "closed")
        for offset in offsets
    }
    for customer_id, name, number in sorted(expected ^ stored):
        problem = "lacks" if (customer_id, name, number) in expected else "has"
        yield f"set {name} of customer {customer_id} {problem} ticket {number}"


def hidden_sets_have_their_tickets(contents: Contents) -> Iterator[str]:
    """Check that each hidden ticket is in the set of hidden tickets, and that it has no ticket that is not hidden."""
    hidden = {number for number, ticket in contents.tickets.items() if ticket.is_hidden}
    stored = {int(key.sk) * THOUSAND + offset for key, item in contents.hidden_sets.items() for offset in item["n"]}
    for number in sorted(hidden - stored):
        yield f"the set of hidden tickets lacks ticket {number}"
    for number in sorted(stored & contents.tickets.keys() - hidden):
        yield f"the set of hidden tickets has ticket {number}"


INVARIANTS: dict[str, Callable[[Contents], Iterator[str]]] = {
    "each ticket in sets has its bit and no other": each_ticket_in_sets_has_its_bit,
    "slots are counted": slots_are_counted,
    "foldings are whole": foldings_are_whole,
    "own sets have their tickets": own_sets_have_their_tickets,
    "hidden sets have their tickets": hidden_sets_have_their_tickets,
}
