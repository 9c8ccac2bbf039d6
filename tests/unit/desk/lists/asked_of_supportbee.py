"""Lists of the SupportBee API: the parameters of `GET /tickets` and of `GET /tickets/search`, of the agent Grace."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from random import Random

from tests.unit.desk.lists.asked import Asked, Condition, Holds, has_words
from tests.unit.desk.lists.asked_of_happyfox import held_by
from tests.unit.desk.lists.written_desk import AGENTS, CUSTOMERS, TAGS, WORDS, Seen

GRACE = AGENTS[0]
GROUPS = (2,)
"""The groups of Grace."""


class FakeLookups:
    """A desk without declared labels, on which Grace is a member of one group."""

    def is_label(self, name: str) -> bool:
        """Return False."""
        return False

    def groups_of(self, person_id: int) -> Collection[int]:
        """Return Grace's groups."""
        return GROUPS if person_id == GRACE.id else ()

    def people_with(self, emails: Collection[str]) -> Collection[int]:
        """Return the customers who have the addresses."""
        keys = {one.casefold() for one in emails}
        return {person.id for person in CUSTOMERS if person.email in keys}


def _group_of(seen: Seen) -> int | None:
    assignee = seen.ticket.assignee
    return assignee.id if assignee and assignee.kind == "group" else None


def _replies(seen: Seen) -> int:
    assert seen.ticket.replies is not None
    return seen.ticket.replies


def _replied(random: Random) -> Condition:
    if random.random() < 0.5:
        wanted = random.random() < 0.5
        return Condition("replies", str(wanted).lower(), lambda seen: (_replies(seen) > 0) is wanted)
    number = random.randrange(3)
    return Condition("max_replies", str(number), lambda seen: _replies(seen) == number)


def _user(random: Random) -> Condition:
    values: dict[str, Holds] = {
        "me": lambda seen: held_by(seen) == GRACE.id,
        "12": lambda seen: held_by(seen) == 12,
        "any": lambda seen: held_by(seen) is not None,
        "none": lambda seen: held_by(seen) is None,
    }
    value = random.choice(list(values))
    return Condition("assigned_user", value, values[value])


def _team(random: Random) -> Condition:
    values: dict[str, Holds] = {
        "mine": lambda seen: _group_of(seen) in GROUPS,
        "1": lambda seen: _group_of(seen) == 1,
        "any": lambda seen: _group_of(seen) is not None,
        "none": lambda seen: _group_of(seen) is None,
    }
    value = random.choice(list(values))
    return Condition(random.choice(("assigned_team", "assigned_group")), value, values[value])


def _starred(random: Random) -> Condition:
    if random.random() < 0.5:
        return Condition("starred", "true", lambda seen: GRACE.id in seen.stars, by_row=False)
    return Condition(
        "starred", "0", lambda seen: GRACE.id not in seen.stars and held_by(seen) == GRACE.id, by_row=False
    )


def _label(random: Random) -> Condition:
    label = random.choice((*TAGS, "Unanswered", "nothing"))
    if label == "Unanswered":
        return Condition("label", label, lambda seen: seen.waits)
    return Condition("label", label, lambda seen: label.lower() in [tag.lower() for tag in seen.ticket.tags])


def _activity(random: Random, now: datetime) -> Condition:
    at = (now - timedelta(hours=random.randrange(900))).replace(microsecond=0)

    def last(seen: Seen) -> datetime:
        assert seen.ticket.last_message_at is not None
        return seen.ticket.last_message_at.replace(microsecond=0)

    if random.random() < 0.5:
        return Condition("since", at.strftime("%Y-%m-%dT%H:%M:%SZ"), lambda seen: last(seen) > at)
    return Condition("until", str(int(at.timestamp())), lambda seen: last(seen) < at)


def _requester(random: Random) -> Condition:
    people = random.sample(CUSTOMERS, random.randrange(1, 3))
    addresses = ", ".join([one.email.title() for one in people] + ["nobody@x.example"])
    return Condition("requester_emails", addresses, lambda seen: seen.customer in people, exact=True)


def _flags(random: Random) -> tuple[dict[str, list[str]], Condition]:
    """Return parameters for archived tickets, spam and trash, and what they mean together."""
    archived, spam = random.choice((None, "true", "false", "any")), random.random() < 0.2
    trash = random.random() < 0.05
    parameters = {"archived": [archived]} if archived else {}
    parameters |= {"spam": ["true"]} if spam else {}
    parameters |= {"trash": ["1"]} if trash else {}
    wanted = {"true": True, "false": False, "any": None, None: None if spam or trash else False}[archived]

    def holds(seen: Seen) -> bool:
        ticket = seen.ticket
        return not trash and ticket.spam is spam and (wanted is None or ticket.archived is wanted)

    return parameters, Condition("flags", "", holds, exact=True)


def list_asked_for(random: Random, now: datetime, *, exact: bool) -> Asked:
    """Return the parameters of a list, and what they ask for; with `exact` only by what counts at once."""
    makers: list[Callable[[Random], Condition]] = [
        _replied,
        _user,
        _team,
        _starred,
        _label,
        lambda random: _activity(random, now),
        _requester,
    ]
    parameters, flags = _flags(random)
    chosen = random.sample([_requester] if exact else makers, random.randrange(2 if exact else 4))
    by_name = {one.name: one for one in (make(random) for make in chosen)}
    parameters |= {name: [one.value] for name, one in by_name.items()}
    return Asked(parameters, (flags, *by_name.values()))


def search_asked_for(random: Random) -> Asked:
    """Return the parameters of a search, and what they ask for."""
    parameters, _ = _flags(random)
    parameters.pop("archived", None)
    spam, trash = "spam" in parameters, "trash" in parameters
    words = random.sample((*WORDS, "lee", "example", "carl"), random.randrange(1, 3))
    words[-1] = words[-1][: random.choice((2, 3, 20))]

    def holds(seen: Seen) -> bool:
        named = seen.customer.name.lower().split() + seen.customer.email.replace("@", " ").replace(".", " ").split()
        known = seen.private | frozenset(named) | frozenset(seen.customer.email.split("+"))
        found = has_words(known, words, unfinished=True)
        return not trash and seen.ticket.spam is spam and found

    query = {"query": [" ".join(words)], **parameters}
    return Asked(query, (Condition("query", "", holds, by_row=False),))
