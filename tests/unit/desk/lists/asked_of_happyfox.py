"""Lists of the HappyFox API: conditions as terms of `q` or as parameters, words, statuses, categories and orders."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from polydesk.dialects.happyfox.list_query import TERM_PARAMETERS
from tests.unit.desk.lists.asked import Asked, Condition, Holds, has_words, some
from tests.unit.desk.lists.written_desk import AGENTS, CATEGORIES, CUSTOMERS, STATES, TAGS, WORDS, Seen

PRIORITIES = {"Low": 1, "normal": 2, "HIGH": 3}
NONE, HELD = "none", "any"

TIMES: dict[str, Callable[[Seen], datetime | None]] = {
    "created": lambda one: one.ticket.created_at,
    "last-modified": lambda one: one.ticket.updated_at,
    "last-staff-replied": lambda one: one.ticket.staff_replied_at,
    "last-contact-replied": lambda one: one.ticket.customer_replied_at,
    "last-closed": lambda one: one.ticket.last_closed_at,
}
WHEN: dict[str, Callable[[date, date], bool]] = {
    "on": lambda at, day: at == day,
    "on-or-before": lambda at, day: at <= day,
    "on-or-after": lambda at, day: at >= day,
    "before": lambda at, day: at < day,
    "after": lambda at, day: at > day,
}


def held_by(seen: Seen) -> int | None:
    """Return the agent who has a ticket."""
    assignee = seen.ticket.assignee
    return assignee.id if assignee and assignee.kind == "person" else None


def _quoted(random: Random, text: str) -> str:
    bare = " " not in text and random.random() < 0.5
    return text if bare else random.choice(('"{}"', "“{}”", '"{}"')).format(text)


def _any_of(random: Random, field: str, values: dict[str, Holds], **condition: Any) -> Condition:
    """Return a term of some of these values, one of which has to hold."""
    chosen = random.sample(sorted(values), random.randrange(1, min(len(values), 3) + 1))
    written = random.choice((",", ", ")).join(_quoted(random, one) for one in chosen)
    return Condition(field, written, lambda seen: any(values[one](seen) for one in chosen), **condition)


def _flag(random: Random) -> Condition:
    field, holds = random.choice(
        (
            ("unresponded", lambda seen: seen.waits),
            ("breached", lambda seen: seen.ticket.sla_breaches > 0),
            ("has_attachments", lambda seen: seen.ticket.attachments > 0),
            ("unassigned", lambda seen: held_by(seen) is None),
        )
    )
    return _any_of(random, field, {"true": holds, "False": lambda seen: not holds(seen)})


def _assignee(random: Random) -> Condition:
    grace, ada = AGENTS

    def has(*agents: int) -> Holds:
        return lambda seen: held_by(seen) in agents

    values: dict[str, Holds] = {
        "none": lambda seen: held_by(seen) is None,
        "--any": lambda seen: held_by(seen) is not None,
        "GRACE@desk.example": has(grace.id),
        "Ada Hill": has(ada.id),
        "Hill": has(grace.id, ada.id),
        "hill": lambda _: False,
    }
    return _any_of(random, "assignee", values)


def _status(random: Random) -> Condition:
    def named(state_id: int) -> Holds:
        return lambda seen: seen.ticket.state_id == state_id

    return _any_of(random, "status", {name.title(): named(one) for name, one in STATES.items()}, exact=True)


def _priority(random: Random) -> Condition:
    def named(priority_id: int) -> Holds:
        return lambda seen: seen.ticket.priority_id == priority_id

    return _any_of(random, "priority", {name: named(one) for name, one in PRIORITIES.items()})


def _tag(random: Random) -> Condition:
    def tagged(tag: str) -> Holds:
        return lambda seen: tag in seen.ticket.tags

    return _any_of(random, "tag", {tag: tagged(tag) for tag in (*TAGS, "none")})


def _address(random: Random) -> Condition:
    def belongs(person_id: int) -> Holds:
        return lambda seen: seen.customer.id == person_id

    addresses = {person.email.upper(): belongs(person.id) for person in CUSTOMERS}
    return _any_of(random, "contact", addresses | {"nobody@x.example": lambda _: False}, exact=True)


def _name(random: Random) -> Condition:
    values: dict[str, Holds] = {
        "lee": lambda seen: seen.customer.name.endswith("Lee"),
        "Lee anna": lambda seen: seen.customer.name == "Anna Lee",
        "ann": lambda _: False,
        "49-301234": lambda seen: bool(seen.customer.phones),
        "4930": lambda _: False,
    }
    return _any_of(random, "contact", values, by_row=False)


def _group(random: Random) -> Condition:
    return _any_of(random, "group", {"none": lambda _: True, "any": lambda _: False}, exact=True)


def _id(random: Random) -> Condition:
    def numbered(number: int) -> Holds:
        return lambda seen: seen.ticket.number == number

    numbers = {one: random.randrange(1, 150) for one in range(3)}.values()
    forms = ("{}", "HFS{:08}", "#hfs{:08}")
    values = {random.choice(forms).format(one): numbered(one) for one in numbers}
    return _any_of(random, "id", values, exact=True)


def _time(random: Random, now: datetime) -> Condition:
    what, when = random.choice(list(TIMES)), random.choice(list(WHEN))
    day = (now - timedelta(days=random.choice((0, 1, 3, 10, random.randrange(40))))).date()

    def holds(seen: Seen) -> bool:
        at = TIMES[what](seen)
        return at is not None and WHEN[when](at.astimezone(UTC).date(), day)

    written = _quoted(random, day.strftime(random.choice(("%Y/%m/%d", "%Y-%m-%d"))))
    return Condition(f"{what}-{when}", written, holds)


def _due(random: Random, now: datetime) -> Condition:
    def within(first: int, last: int) -> Holds:
        today = now.date()
        return lambda seen: bool(seen.ticket.due_date and first <= (seen.ticket.due_date - today).days <= last)

    words = {
        "today": within(0, 0),
        "Yesterday": within(-1, -1),
        "tomorrow": within(1, 1),
        "overdue": within(-9_999, -1),
        "next 7 days": within(0, 7),
    }
    return _any_of(random, "duedate", words)


def _words(random: Random) -> Condition:
    """Return quoted words, which are whole ones."""
    words = random.sample(WORDS, random.randrange(1, 3))
    text = f'"{" ".join(words)}"'
    return Condition("", text, lambda seen: has_words(seen.private, words, unfinished=False), by_row=False)


def _last_word(random: Random) -> Condition:
    """Return a bare word, which may be unfinished at the end of a query."""
    word = random.choice(WORDS)[: random.choice((2, 3, 20))]
    return Condition("", word, lambda seen: has_words(seen.private, [word], unfinished=True), by_row=False)


def _statuses(random: Random) -> Condition:
    ids = random.sample(sorted(STATES.values()), random.randrange(1, 4))
    selections = {"_all": set(STATES.values()), "_pending": {1, 2, 3, 7}, "_completed": {4, 5}}
    chosen = random.choice(("", "_pending", "_completed"))
    wanted = selections[chosen] if chosen else set(ids)
    return Condition(
        "status", chosen or ",".join(map(str, ids)), lambda seen: seen.ticket.state_id in wanted, exact=True
    )


def _category(random: Random) -> Condition:
    ids = random.sample([one.id for one in CATEGORIES], random.randrange(1, 3))
    return Condition("category", ",".join(map(str, ids)), lambda seen: seen.ticket.category_id in ids)


NO_SPAM = Condition("spam", "", lambda seen: not seen.ticket.spam, exact=True)
"""What every list of this API asks for."""

EXACT: list[Callable[[Random], Condition]] = [_status, _address, _group, _id]


def list_asked_for(random: Random, now: datetime, *, exact: bool) -> Asked:
    """Return the parameters of a list, and what they ask for; with `exact` only by what counts at once."""
    follows: list[Callable[[Random], Condition]] = [
        _flag,
        _flag,
        _assignee,
        _priority,
        _tag,
        _name,
        lambda random: _time(random, now),
        lambda random: _time(random, now),
        lambda random: _due(random, now),
        _words,
    ]
    terms = some(random, EXACT + ([] if exact else follows), 3)
    as_parameters = {one.name: one for one in terms if one.name in TERM_PARAMETERS and random.random() < 0.4}
    in_query = [one for one in terms if one not in as_parameters.values()]
    parameters = {name: [one.value] for name, one in as_parameters.items()}
    conditions = [*as_parameters.values(), *in_query]
    written = [f"{one.name}:{one.value}" if one.name else one.value for one in in_query]
    q = random.choice((" ", "+", " + ")).join(written)
    if not exact and random.random() < 0.25:
        conditions.append(word := _last_word(random))
        q = f"{q} {word.value}"
    if q:
        parameters["q"] = [q]
    if random.random() < 0.5:
        conditions.append(statuses := _statuses(random))
        parameters["status"] = [statuses.value]
    if not exact and random.random() < 0.3:
        conditions.append(category := _category(random))
        parameters["category"] = [category.value]
    return Asked(parameters, tuple(conditions))
