"""What must hold of a desk's table at any quiet moment, however many clients and faults it has seen.

The audit knows the items and the rules, not the code that keeps them: it counts bits and versions by itself.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from polydesk.domain.search_terms import distinct_terms
from polydesk.domain.ticket import Ticket
from polydesk.storage import keys
from polydesk.storage.files import ATTACHED
from polydesk.storage.state_index import layout
from polydesk.storage.ticket_items import file_ids
from tools.load.contents import Contents
from tools.load.histories import told_otherwise

Check = Callable[[Contents], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Breach:
    """An invariant that does not hold, and where."""

    invariant: str
    where: str

    def __str__(self) -> str:
        return f"{self.invariant}: {self.where}"


def audit(found: Contents) -> list[Breach]:
    """Everything that does not hold."""
    return [Breach(invariant, where) for invariant, check in INVARIANTS.items() for where in check(found)]


def _bits(found: Contents) -> Iterator[tuple[int, int]]:
    """Number and state of every bit of the index; negative words have none."""
    for key, item in found.words.items():
        base = keys.bucket_of_index(key.pk) * layout.BUCKET_SIZE + int(key.sk) * layout.SEGMENT_SIZE
        for name, word in item.items():
            state_id = layout.state_of_chunk(name)
            if state_id is None or word < 0:
                continue
            first = base + layout.CHUNK_LETTERS.index(name[-1]) * layout.CHUNK_SIZE
            yield from ((first + bit, state_id) for bit in range(word.bit_length()) if word >> bit & 1)


def _counts(found: Contents) -> Counter[tuple[int, int, bool]]:
    """What the directory counts, by quarter, state and whether they are the hidden tickets."""
    counts: Counter[tuple[int, int, bool]] = Counter()
    for quarter, item in found.directory.items():
        for name, count in item.items():
            if of := layout.state_of_count(name):
                counts[quarter, of[0], of[1]] = count
    return counts


def popcount_is_directory(found: Contents) -> Iterator[str]:
    """The bits of each state in each quarter are as many as the directory counts."""
    bits = Counter((layout.quarter_of(number), state_id) for number, state_id in _bits(found))
    counted = {(quarter, state_id): n for (quarter, state_id, hidden), n in _counts(found).items() if not hidden}
    for place in sorted({*bits, *counted}):
        if bits[place] != counted.get(place, 0):
            yield f"quarter {place[0]}, state {place[1]}: {bits[place]} bits, {counted.get(place, 0)} counted"


def each_ticket_has_its_bit(found: Contents) -> Iterator[str]:
    """A visible ticket has the bit of its state and no other, a hidden one none; every word is a bitmap."""
    for key, item in found.words.items():
        for name, word in item.items():
            if layout.state_of_chunk(name) is not None and layout.valid_chunk(word) != word:
                yield f"{key.pk}/{key.sk}: {name} is {word}"
    states: dict[int, set[int]] = defaultdict(set)
    for number, state_id in _bits(found):
        states[number].add(state_id)
    for number in sorted({*states, *found.tickets}):
        ticket = found.tickets.get(number)
        right = {ticket.state_id} if ticket and not ticket.spam else set()
        if states[number] != right:
            yield f"ticket {number} is under {sorted(states[number])}, should be under {sorted(right)}"


def counts_are_the_tickets(found: Contents) -> Iterator[str]:
    """The directory counts as many visible and hidden tickets of each state as there are; its sum is all tickets."""
    rows = Counter(
        (layout.quarter_of(ticket.number), ticket.state_id, ticket.spam) for ticket in found.tickets.values()
    )
    counts = _counts(found)
    for place in sorted({*rows, *counts}):
        if rows[place] != counts[place]:
            kind = "hidden" if place[2] else "visible"
            yield f"quarter {place[0]}, state {place[1]}: {rows[place]} {kind} tickets, {counts[place]} counted"
    if counts.total() != len(found.tickets):
        yield f"{len(found.tickets)} tickets, {counts.total()} counted"


def updates_are_contiguous(found: Contents) -> Iterator[str]:
    """A ticket has the updates 1 to its version, and nothing has updates without being a ticket or a purge's rest."""
    for number, ticket in found.tickets.items():
        there, right = set(found.histories.get(number, ())), set(range(1, ticket.version + 1))
        if there != right:
            faults = f"{sorted(right - there)} missing, {sorted(there - right)} too many"
            yield f"ticket {number}, version {ticket.version}: {faults}"
    for number in found.histories.keys() - found.tickets.keys():
        if keys.purge(number) not in found.items:
            yield f"{len(found.histories[number])} updates of ticket {number}, which does not exist"


def _due(ticket: Ticket) -> tuple[str, str] | None:
    """Where the index of timers should have a ticket."""
    number = ticket.number
    if ticket.spam:
        at, shard = ticket.spam_at or ticket.updated_at, keys.spam_shard(number)
    else:
        answer = None if ticket.escalation_paused else ticket.first_response_due_at
        armed = [at for at in (ticket.next_reminder_at or ticket.pending_until, answer, ticket.auto_close_at) if at]
        if not armed:
            return None
        at, shard = min(armed), keys.due_shard(number)
    second = at.replace(microsecond=0)
    return shard, keys.due_at(second if second == at else second + timedelta(seconds=1), number)


def due_is_armed(found: Contents) -> Iterator[str]:
    """A ticket is in the index of timers at its earliest timer, and only while one is armed; spam at its age."""
    for key, item in found.of_type("ticket").items():
        ticket = found.tickets[item["number"]]
        stands = (item["due_shard"], item["due_at"]) if "due_shard" in item or "due_at" in item else None
        if key != keys.ticket(ticket.number) or stands != _due(ticket):
            yield f"ticket {ticket.number} stands at {stands}, should be at {_due(ticket)}"


def owners_find_their_tickets(found: Contents) -> Iterator[str]:
    """A ticket is in its client's index exactly while the client may know of it."""
    for item in found.of_type("ticket").values():
        ticket = found.tickets[item["number"]]
        right = keys.owner(ticket.customer_id) if ticket.is_visible_to(ticket.customer_id) else None
        if item.get("own") != right:
            yield f"ticket {ticket.number} is owned by {item.get('own')}, should be by {right}"


def files_have_one_message(found: Contents) -> Iterator[str]:
    """A file that a message names is attached, and named once; what is not attached waits in the index of timers."""
    named = Counter(one for item in found.of_type("update").values() for one in file_ids(item))
    for one, times in named.items():
        item = found.items.get(keys.file(one))
        if item is None or item["version"] != ATTACHED or times > 1:
            yield f"file {one}, named {times} times: {item}"
    for key, item in found.of_type("file").items():
        one = keys.file_id(key.pk)
        if item["version"] == ATTACHED and not named[one]:
            yield f"file {one} is attached to nothing"
        if (item["version"] == ATTACHED) == ("due_shard" in item):
            yield f"file {one}, version {item['version']}, stands at {item.get('due_shard')}"


def states_agree(found: Contents) -> Iterator[str]:
    """Names, defaults, ids and the registry's sum fit the states; tickets are in states that have a row."""
    states, registry = found.states, found.items.get(keys.state_registry())
    if states is None or registry is None:
        yield "there is no registry"
        return
    for default in (states.default_create_id, states.default_follow_up_id):
        if default not in states.rows or states.rows[default].deleted or not states.rows[default].active:
            yield f"state {default} is a default"
    if registry["versions"] != sum(state.version for state in states.rows.values()):
        yield f"the registry adds the versions up to {registry['versions']}"
    if states.next_id <= max(states.rows):
        yield f"the next id is {states.next_id}, state {max(states.rows)} exists"
    names = {key.sk: item["id"] for key, item in found.of_type("state name").items()}
    right = {keys.state_name(state.name.casefold()).sk: state.id for state in states.all()}
    if names != right:
        yield f"names {sorted(set(names.items()) ^ set(right.items()))}"
    for ticket in found.tickets.values():
        if ticket.state_id not in states.rows:
            yield f"ticket {ticket.number} is in state {ticket.state_id}, which has no row"


def repetitions_are_remembered_rightly(found: Contents) -> Iterator[str]:
    """What is noted for a repeated request is an update that exists, or that went with its whole ticket."""
    for key, item in found.of_type("idempotency").items():
        number = item["ticket"]["number"] if "ticket" in item else None
        if number in found.tickets and item["version"] not in found.histories.get(number, {}):
            yield f"{key.pk} names update {item['version']} of ticket {number}"


def people_have_their_logins(found: Contents) -> Iterator[str]:
    """Each address and login leads to the one person who has it."""
    right = {
        keys.login(name.casefold()): item["id"]
        for item in found.of_type("person").values()
        for name in (item["email"], item["login"])
        if name
    }
    pointers = {key: item["person"] for key, item in found.of_type("login").items()}
    for key in sorted({*right, *pointers}):
        if right.get(key) != pointers.get(key):
            yield f"{key.pk} leads to {pointers.get(key)}, should to {right.get(key)}"


INVARIANTS: dict[str, Check] = {
    "popcount = directory": popcount_is_directory,
    "a ticket has its bit and no other": each_ticket_has_its_bit,
    "sum = tickets": counts_are_the_tickets,
    "updates 1..version contiguous": updates_are_contiguous,
    "due attributes <=> timer armed": due_is_armed,
    "a ticket is what its history tells": told_otherwise,
    "owners find their tickets": owners_find_their_tickets,
    "files have one message": files_have_one_message,
    "states agree": states_agree,
    "repetitions are remembered rightly": repetitions_are_remembered_rightly,
    "people have their logins": people_have_their_logins,
}


def unfound(found: Contents) -> Iterator[str]:
    """Tickets that a word of theirs does not lead to. Holds only when the stream has told of everything."""
    for number, ticket in found.tickets.items():
        thousand, offset = divmod(number, 1_000)
        texts = [ticket.subject, *(update.message.text for update in found.history(number) if update.message)]
        for word in distinct_terms(*texts):
            posting = found.items.get(keys.posting(word, thousand), {})
            if offset not in {*posting.get("public", ()), *posting.get("private", ())}:
                yield f"ticket {number} is not found by '{word}'"
