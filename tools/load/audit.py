"""Check the invariants of a desk's table, which hold whenever no function runs, whatever failed before.

The audit knows items and rules but not the code that maintains them: it counts bits and versions by itself.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from polydesk.domain.person_key import person_key
from polydesk.domain.search_terms import distinct_terms
from polydesk.domain.ticket import Ticket
from polydesk.storage import keys
from polydesk.storage.files import ATTACHED
from polydesk.storage.keys import Key
from polydesk.storage.ticket_items import attachment_numbers, file_ids
from tools.load import former_index_audit, record_audit, ticket_index_audit
from tools.load.contents import Contents
from tools.load.histories import differences_from_histories

Check = Callable[[Contents], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Violation:
    """An invariant that does not hold, and where."""

    invariant: str
    where: str

    def __str__(self) -> str:
        """Return both on one line."""
        return f"{self.invariant}: {self.where}"


def audit(contents: Contents) -> list[Violation]:
    """Return all violations of the invariants."""
    return [Violation(invariant, where) for invariant, check in INVARIANTS.items() for where in check(contents)]


def histories_are_contiguous(contents: Contents) -> Iterator[str]:
    """Check that a ticket has the updates 1 to its version, and that only tickets and unfinished purges have any."""
    for number, ticket in contents.tickets.items():
        stored, expected = set(contents.histories.get(number, ())), set(range(1, ticket.version + 1))
        if stored != expected:
            differences = f"{sorted(expected - stored)} missing, {sorted(stored - expected)} too many"
            yield f"ticket {number}, version {ticket.version}: {differences}"
    for number in contents.histories.keys() - contents.tickets.keys():
        if keys.purge(number) not in contents.items:
            yield f"{len(contents.histories[number])} updates of ticket {number}, which does not exist"


def _due(ticket: Ticket) -> tuple[str, str] | None:
    """Return the expected key of a ticket in the timer index; None without an armed timer."""
    number = ticket.number
    if ticket.spam:
        at, shard = ticket.spam_at or ticket.updated_at, keys.spam_shard(number)
    elif ticket.trashed:
        return None
    else:
        response = None if ticket.escalation_paused else ticket.first_response_due_at
        armed = [at for at in (ticket.next_reminder_at or ticket.pending_until, response, ticket.auto_close_at) if at]
        if not armed:
            return None
        at, shard = min(armed), keys.due_shard(number)
    second = at.replace(microsecond=0)
    return shard, keys.due_at(second if second == at else second + timedelta(seconds=1), number)


def timer_index_has_the_armed_timers(contents: Contents) -> Iterator[str]:
    """Check that the timer index has a ticket at its earliest armed timer, and spam at the time it was marked."""
    for key, item in contents.of_type("ticket").items():
        ticket = contents.tickets[item["number"]]
        stored = (item["due_shard"], item["due_at"]) if "due_shard" in item or "due_at" in item else None
        if key != keys.ticket(ticket.number) or stored != _due(ticket):
            yield f"ticket {ticket.number} is due at {stored}, expected {_due(ticket)}"


def customers_find_their_tickets(contents: Contents) -> Iterator[str]:
    """Check that a ticket outside sets is in its customer's index if and only if the customer may see it."""
    for item in contents.of_type("ticket").values():
        ticket = contents.tickets[item["number"]]
        listed = not ticket.in_sets and ticket.is_visible_to(ticket.customer_id)
        expected = keys.owner(ticket.customer_id) if listed else None
        if item.get("own") != expected:
            yield f"ticket {ticket.number} is owned by {item.get('own')}, expected {expected}"


def attached_files_have_one_message(contents: Contents) -> Iterator[str]:
    """Check that exactly one message names an attached file, and that the timer index has all other files.

    The index also has attached files with a copy, until their uploads are removed.
    """
    references = Counter(file_id for item in contents.of_type("update").values() for file_id in file_ids(item))
    for file_id, times in references.items():
        item = contents.items.get(keys.file(file_id))
        if item is None or item["version"] != ATTACHED or times > 1:
            yield f"file {file_id}, named {times} times: {item}"
    for key, item in contents.of_type("file").items():
        file_id = keys.file_id(key.pk)
        if item["version"] == ATTACHED and not references[file_id]:
            yield f"file {file_id} is attached to no message"
        if (item["version"] == ATTACHED) == ("due_shard" in item) and "copied" not in item:
            yield f"file {file_id}, version {item['version']}, is due at {item.get('due_shard')}"


def attachments_lead_to_their_files(contents: Contents) -> Iterator[str]:
    """Check that each number of an attachment leads to its file and its message, and nothing else does.

    A number without a message leads to the upload that has it, which may have lost its item when its removal began.
    """
    expected: dict[Key, tuple[str, int | None, int | None]] = {
        keys.attachment(number): (file_id, item["number"], item["version"])
        for item in contents.of_type("update").values()
        for number, file_id in zip(attachment_numbers(item), file_ids(item), strict=False)
    }
    stored = {
        key: (item["file"], item.get("ticket"), item.get("entry"))
        for key, item in contents.of_type("attachment").items()
    }
    for key, item in contents.of_type("file").items():
        if item["version"] != ATTACHED and (number := keys.attachment(item.get("number", 0))) in stored:
            expected.setdefault(number, (keys.file_id(key.pk), None, None))
    for key in sorted({*expected, *stored}):
        if stored.get(key) != expected.get(key):
            yield f"{key.pk} leads to {stored.get(key)}, expected {expected.get(key)}"


def states_are_consistent(contents: Contents) -> Iterator[str]:
    """Check names, defaults, ids and the registry's sum against the states, and that all tickets are in states."""
    states, registry = contents.states, contents.items.get(keys.state_registry())
    if states is None or registry is None:
        yield "there is no registry"
        return
    for default in (states.default_create_id, states.default_follow_up_id):
        if default not in states.rows or states.rows[default].deleted or not states.rows[default].active:
            yield f"state {default} is a default, but missing, deleted or inactive"
    if registry["versions"] != sum(state.version for state in states.rows.values()):
        yield f"the registry's sum of versions is {registry['versions']}"
    if states.next_id <= max(states.rows):
        yield f"the next id is {states.next_id}, state {max(states.rows)} exists"
    names = {key.sk: item["id"] for key, item in contents.of_type("state name").items()}
    expected = {keys.state_name(state.name.casefold()).sk: state.id for state in states.all()}
    if names != expected:
        yield f"names {sorted(set(names.items()) ^ set(expected.items()))}"
    for ticket in contents.tickets.values():
        if ticket.state_id not in states.rows:
            yield f"ticket {ticket.number} is in state {ticket.state_id}, which does not exist"


def idempotency_records_are_valid(contents: Contents) -> Iterator[str]:
    """Check that an idempotency record names an update that exists, or one of a ticket that was purged."""
    for key, item in contents.of_type("idempotency").items():
        number = item["ticket"]["number"] if "ticket" in item else None
        if number in contents.tickets and item["version"] not in contents.histories.get(number, {}):
            yield f"{key.pk} names update {item['version']} of ticket {number}"


def logins_lead_to_their_people(contents: Contents) -> Iterator[str]:
    """Check that each e-mail address and login leads to the person who has it."""
    expected = {
        keys.login(person_key(name)): item["id"]
        for item in contents.of_type("person").values()
        for name in (item["email"], item["login"])
        if name
    }
    pointers = {key: item["person"] for key, item in contents.of_type("login").items()}
    for key in sorted({*expected, *pointers}):
        if expected.get(key) != pointers.get(key):
            yield f"{key.pk} leads to {pointers.get(key)}, expected {expected.get(key)}"


INVARIANTS: dict[str, Check] = {
    **ticket_index_audit.INVARIANTS,
    **former_index_audit.INVARIANTS,
    "histories are contiguous": histories_are_contiguous,
    "the timer index has the armed timers": timer_index_has_the_armed_timers,
    "tickets match their histories": differences_from_histories,
    "customers find their tickets": customers_find_their_tickets,
    "attached files have one message": attached_files_have_one_message,
    "attachments lead to their files": attachments_lead_to_their_files,
    "states are consistent": states_are_consistent,
    "idempotency records are valid": idempotency_records_are_valid,
    **record_audit.INVARIANTS,
    "logins lead to their people": logins_lead_to_their_people,
}


def missing_postings(contents: Contents) -> Iterator[str]:
    """Yield terms that do not lead to their tickets. None should be missing once the stream has been read."""
    for number, ticket in contents.tickets.items():
        texts = [ticket.subject, *(entry.message.text for entry in contents.history(number) if entry.message)]
        for term in distinct_terms(*texts):
            if not _is_in(contents, keys.posting, term, number):
                yield f"ticket {number} is not found by '{term}'"
        for term in distinct_terms(ticket.subject):
            if not _is_in(contents, keys.subject_posting, term, number):
                yield f"ticket {number} is not found by '{term}' in its subject"


def _is_in(contents: Contents, posting_of: Callable[[str, int], Key], term: str, number: int) -> bool:
    """Return whether a ticket is in its posting of a term."""
    thousand, offset = divmod(number, 1_000)
    posting = contents.items.get(posting_of(term, thousand), {})
    return offset in {*posting.get("public", ()), *posting.get("private", ())}
