"""Any query that the grammar allows finds the tickets that a look at each of them says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from tests import profiles
from tests.unit.dialects.zammad.query_desk import (
    AGENTS,
    CUSTOMERS,
    GRACE,
    GROUP_NAMES,
    PRIORITY_NAMES,
    START,
    STATE_NAMES,
    TAGS,
    WORDS,
    Seen,
    found,
    seen,
)

QUERIES = profiles.number(gate=20, full=500)  # of each seed
Holds = Callable[[Seen], bool]


@dataclass(frozen=True)
class Meant:
    """A part of a query, and what it means."""

    text: str
    holds: Holds


def written(random: Random, text: str) -> str:
    """Return a value in quotation marks, or bare if it may be."""
    quoted = [f'"{text}"', f"'{text}'"]
    return random.choice(quoted if " " in text else [text, *quoted])


def any_case(random: Random, text: str) -> str:
    return random.choice((text, text.upper(), text.lower()))


def values(random: Random, field: str, one: Callable[[], Meant]) -> Meant:
    """Return a field with one value, or several in brackets."""
    space = random.choice(("", "", " "))
    if random.random() < 0.6:
        value = one()
        return Meant(f"{field}:{space}{value.text}", value.holds)
    parts = [one() for _ in range(random.randrange(1, 4))]
    inner = joined(random, parts)
    return Meant(f"{field}:{space}({inner.text})", inner.holds)


def joined(random: Random, parts: list[Meant]) -> Meant:
    """Return parts that are joined in one way, some of them negated."""
    parts = [negated(random, part) if random.random() < 0.2 else part for part in parts]
    if random.random() < 0.5:
        text = random.choice((" OR ", " || ")).join(part.text for part in parts)
        return Meant(text, lambda one: any(part.holds(one) for part in parts))
    text = random.choice((" AND ", " && ", " ")).join(part.text for part in parts)
    return Meant(text, lambda one: all(part.holds(one) for part in parts))


def negated(random: Random, part: Meant) -> Meant:
    return Meant(random.choice(("NOT ", "-", "!")) + part.text, lambda one: not part.holds(one))


def ids(random: Random, fields: tuple[str, ...], known: list[int], of: Callable[[Seen], int | None]) -> Meant:
    def one() -> Meant:
        wanted = random.choice([*known, 98])
        return Meant(written(random, str(wanted)), lambda seen: of(seen) == wanted)

    return values(random, random.choice(fields), one)


def owner(one: Seen) -> int:
    assignee = one.ticket.assignee
    return assignee.id if assignee and assignee.kind == "person" else 1


def by_id(random: Random) -> Meant:
    fields: list[tuple[tuple[str, ...], list[int], Callable[[Seen], int | None]]] = [
        (("state_id", "state.id"), list(STATE_NAMES), lambda one: one.ticket.state_id),
        (("priority_id", "priority.id"), list(PRIORITY_NAMES), lambda one: one.ticket.priority_id),
        (("group_id", "group.id"), list(GROUP_NAMES), lambda one: one.ticket.category_id),
        (("owner_id", "owner.id"), [1, *(one.id for one in AGENTS)], owner),
        (("customer_id", "customer.id"), [one.id for one in CUSTOMERS], lambda one: one.ticket.customer_id),
        (("created_by_id",), [1, GRACE.id], lambda one: one.ticket.opened_by.person_id),
        (("number", "id"), [1, 2, 250, 499], lambda one: one.ticket.number),
    ]
    return ids(random, *random.choice(fields))


def by_name(random: Random) -> Meant:
    fields: list[tuple[str, dict[int, str], Callable[[Seen], int]]] = [
        ("state", STATE_NAMES, lambda one: one.ticket.state_id),
        ("priority", PRIORITY_NAMES, lambda one: one.ticket.priority_id),
        ("group", GROUP_NAMES, lambda one: one.ticket.category_id),
    ]
    field, names, of = random.choice(fields)

    def one() -> Meant:
        words = random.choice(list(names.values())).lower().split()
        if random.random() < 0.5:
            wanted = " ".join(words)
            return Meant(f'"{any_case(random, wanted)}"', lambda seen: names[of(seen)].lower() == wanted)
        word = random.choice(words)
        if random.random() < 0.5:
            beginning = word[:3]
            return Meant(
                f"{beginning}*",
                lambda seen: any(one.startswith(beginning) for one in names[of(seen)].lower().split()),
            )
        return Meant(any_case(random, word), lambda seen: word in names[of(seen)].lower().split())

    return values(random, random.choice((field, f"{field}.name")), one)


def by_person(random: Random) -> Meant:
    role, people = random.choice((("owner", AGENTS), ("customer", CUSTOMERS)))
    attribute = random.choice(("login", "email"))
    wanted = random.choice(people)
    name = getattr(wanted, attribute) or "nobody@x.example"
    ids = {one.id for one in people if getattr(one, attribute) == name}
    return Meant(
        f"{role}.{attribute}:{written(random, any_case(random, name))}",
        lambda one: (owner(one) if role == "owner" else one.ticket.customer_id) in ids,
    )


def by_tag(random: Random) -> Meant:
    def one() -> Meant:
        tag = random.choice((*TAGS, "none"))
        folded = tag.lower()
        return Meant(
            written(random, any_case(random, tag)), lambda seen: folded in {one.lower() for one in seen.ticket.tags}
        )

    return values(random, "tags", one)


def by_title(random: Random) -> Meant:
    def one() -> Meant:
        word = random.choice(WORDS)
        if random.random() < 0.3 and len(word) > 2:
            return Meant(f"{word[:2]}*", lambda seen: any(one.startswith(word[:2]) for one in seen.subject))
        return Meant(written(random, any_case(random, word)), lambda seen: word in seen.subject)

    return values(random, "title", one)


TIMES: dict[str, Callable[[Seen], datetime | None]] = {
    "created_at": lambda one: one.ticket.created_at,
    "updated_at": lambda one: one.ticket.updated_at,
    "close_at": lambda one: one.ticket.closed_at,
    "pending_time": lambda one: one.ticket.pending_until,
    "escalation_at": lambda one: None if one.ticket.escalation_paused else one.ticket.first_response_due_at,
    "last_contact_agent_at": lambda one: one.ticket.staff_replied_at,
    "last_contact_customer_at": lambda one: one.ticket.customer_replied_at,
}


def span(random: Random) -> tuple[str, datetime, datetime]:
    """Return a time as text, the first moment that it covers, and the first one behind it."""
    at = START + timedelta(minutes=random.randrange(90_000))
    if random.random() < 0.5:
        begin = at.replace(hour=0, minute=0)
        return f"{begin:%Y-%m-%d}", begin, begin + timedelta(days=1)
    if random.random() < 0.5:
        return f"'{at:%Y-%m-%dT%H:%M:00Z}'", at, at + timedelta(seconds=1)
    return f'"{at + timedelta(hours=2):%Y-%m-%dT%H:%M}+02:00"', at, at + timedelta(minutes=1)


def by_time(random: Random) -> Meant:
    field = random.choice(list(TIMES))
    of = TIMES[field]

    def holds(since: datetime | None, until: datetime | None) -> Holds:
        def within(one: Seen) -> bool:
            at = of(one)
            return at is not None and (since is None or since <= at) and (until is None or at < until)

        return within

    first, begin, end = span(random)
    last, last_begin, last_end = span(random)
    return random.choice(
        (
            Meant(f"{field}:>{first}", holds(end, None)),
            Meant(f"{field}:>= {first}", holds(begin, None)),
            Meant(f"{field}:<{first}", holds(None, begin)),
            Meant(f"{field}:<={first}", holds(None, end)),
            Meant(f"{field}:{first}", holds(begin, end)),
            Meant(f"{field}:[{first} TO {last}]", holds(begin, last_end)),
            Meant(f"{field}:{{{first} TO {last}}}", holds(end, last_begin)),
            Meant(f"{field}:[{first} TO *]", holds(begin, None)),
        )
    )


NUMBERS: dict[str, Callable[[Seen], int | Decimal | None]] = {
    "article_count": lambda one: one.ticket.messages,
    "time_unit": lambda one: one.ticket.time_spent,
    "id": lambda one: one.ticket.number,
}


def by_number(random: Random) -> Meant:
    field, least = random.choice((("article_count", 0), ("time_unit", -9), ("id", 0)))
    of = NUMBERS[field]
    first, last = (random.randrange(least, 30) for _ in range(2))

    def holds(within: Callable[[int | Decimal], bool]) -> Holds:
        return lambda one: (number := of(one)) is not None and within(number)

    return random.choice(
        (
            Meant(f"{field}:>{first}", holds(lambda one: one > first)),
            Meant(f"{field}:<={first}", holds(lambda one: one <= first)),
            Meant(f"{field}:[{first} TO {last}]", holds(lambda one: first <= one <= last)),
            Meant(f"{field}:{{{first} TO {last}}}", holds(lambda one: first < one < last)),
            Meant(f"{field}:[{first} TO *}}", holds(lambda one: one >= first)),
        )
    )


def has(of: Callable[[Seen], datetime | None]) -> Holds:
    return lambda one: of(one) is not None


EXISTING: dict[str, Holds] = {
    "tags": lambda one: bool(one.ticket.tags),
    "time_unit": lambda one: one.ticket.time_spent is not None,
    "organization_id": lambda _: False,
    "state_id": lambda _: True,
    "owner.email": lambda one: owner(one) != 1,
    **{name: has(of) for name, of in TIMES.items() if name not in ("close_at", "created_at", "updated_at")},
}


def existing(random: Random) -> Meant:
    field = random.choice(list(EXISTING))
    return Meant(random.choice((f"_exists_:{field}", f"{field}:*")), EXISTING[field])


def bare(random: Random) -> Meant:
    word = random.choice(WORDS)
    if random.random() < 0.3 and len(word) > 2:
        return Meant(f"{word[:2]}*", lambda seen: any(one.startswith(word[:2]) for one in seen.private))
    return Meant(
        random.choice((word, f'"{word}"', word.upper(), f"{word},")),
        lambda seen: word in seen.private or str(seen.ticket.number) == word,
    )


LEAVES = (by_id, by_id, by_name, by_person, by_tag, by_title, by_time, by_time, by_number, existing)


def query(random: Random, depth: int, words: list[int]) -> Meant:
    """Return a query; `words` has how many bare words there may still be."""
    if depth == 0 or random.random() < 0.3:
        if words[0] and random.random() < 0.2:
            words[0] -= 1
            return bare(random)
        return random.choice(LEAVES)(random)
    parts = [query(random, depth - 1, words) for _ in range(random.randrange(1, 4))]
    inner = joined(random, parts)
    return Meant(f"({inner.text})", inner.holds)


@pytest.mark.parametrize("seed", range(4))
def test_a_query_finds_what_a_look_at_every_ticket_says(seed: int) -> None:
    random = Random(seed)
    some = 0
    for _ in range(QUERIES):
        meant = query(random, random.randrange(3), [6])
        text = f"{meant.text} title:*" if ":" not in meant.text else meant.text
        expected = [one.ticket.number for one in seen() if meant.holds(one)]
        assert found(text) == expected, text
        some += bool(expected)
    assert some > QUERIES // 4


def test_precedence_is_not_then_and_then_or() -> None:
    random = Random(11)
    for _ in range(QUERIES):
        a, b, c, d = (random.choice(LEAVES)(random) for _ in range(4))
        text = f"{a.text} OR NOT {b.text} {random.choice(('AND', '&&', ''))} {c.text} || {d.text}"
        expected = [
            one.ticket.number for one in seen() if a.holds(one) or (not b.holds(one) and c.holds(one)) or d.holds(one)
        ]
        assert found(text) == expected, text
