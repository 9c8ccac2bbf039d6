"""The search against a naive model: the words of each ticket, compared one by one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from math import ceil
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.functional.callers import Sample, caller, newcomer
from tests.functional.internals import note
from tests.functional.search.search_calls import add_comment, mark_spam, open_ticket, search_page
from tests.profiles import examples
from tools.engine import Engine
from tools.local_desk.client import Client
from tools.local_desk.world import World

WORDS = ("alpha", "alphabet", "alp", "beta", "be", "принтер", "прибор", "हिन्दी", "7")
PREFIXES = (*WORDS, "al", "bet", "при", "हि", "none")

CLIENTS = ("client", "other")


@dataclass(slots=True)
class TicketModel:
    """The properties of one ticket that the search depends on."""

    number: int
    owner: str
    closed: bool = False
    spam: bool = False
    public: set[str] = field(default_factory=set)
    private: set[str] = field(default_factory=set)

    def matches(self, whole: list[str], last: str, private: bool) -> bool:
        """Return whether the ticket has all the words, and one that begins with the last word.

        A last word of one character has to match exactly.
        """
        has = self.public | self.private if private else self.public
        fits = (word == last if len(last) == 1 else word.startswith(last) for word in has)
        return has.issuperset(whole) and any(fits)


@dataclass(frozen=True, slots=True)
class DeskModel:
    """The callers of a desk, and models of its tickets."""

    callers: Mapping[str, Client]
    models: list[TicketModel]

    def expected(self, who: str, whole: list[str], last: str, opened: bool, closed: bool) -> list[int]:
        """Return the numbers that this caller should find, newest first."""
        found = [
            model.number
            for model in self.models
            if not model.spam
            and who in (model.owner, "agent")
            and not (opened and model.closed)
            and not (closed and not model.closed)
            and model.matches(whole, last, private=who == "agent")
        ]
        return sorted(found, reverse=True)


@pytest.fixture(scope="module")
def desk(engine: Engine, sample: Sample) -> Iterator[DeskModel]:
    """Thirty random tickets of two customers, some closed, some spam, some with comments and notes."""
    random = Random(7)

    def words(at_most: int) -> list[str]:
        return random.choices(WORDS, k=random.randint(1, at_most))

    with World(engine) as world:
        tokens = sample.put_into(world)
        agent_token = tokens["agent"]["token"]
        client, agent = caller(world, tokens["client"]["token"]), caller(world, agent_token)
        callers = {"client": client, "other": newcomer(world, "other@example.com"), "agent": agent}
        models = []
        for place, owner in product(range(15), CLIENTS):
            subject, text, comment, secret = words(2), words(2), words(2), words(2)
            model = TicketModel(open_ticket(callers[owner], " ".join(subject), ", ".join(text).upper()), owner)
            model.public.update(subject, text)
            if place % 3 == 0:
                add_comment(callers["agent"], model.number, "-".join(comment))
                model.public.update(comment)
            if place % 2 == 0:
                note(agent_token, model.number, " ".join(secret))
                model.private.update(secret)
            if place % 4 == 1:
                assert agent.post(f"/support/tickets/{model.number}/close", json={}).status == 200
                model.closed = True
            if place % 7 == 6:
                mark_spam(agent_token, model.number)
                model.spam = True
            models.append(model)
        world.pump()
        yield DeskModel(callers, models)


def test_counts_and_pages_agree_with_a_naive_model(desk: DeskModel) -> None:
    @examples(gate=40, full=300)
    @given(
        who=st.sampled_from(["client", "other", "agent"]),
        whole=st.lists(st.sampled_from(WORDS), max_size=2),
        last=st.sampled_from(PREFIXES),
        opened=st.booleans(),
        closed=st.booleans(),
        number=st.integers(1, 4),
        size=st.integers(1, 8),
    )
    def check(who: str, whole: list[str], last: str, opened: bool, closed: bool, number: int, size: int) -> None:
        expected = desk.expected(who, whole, last, opened, closed)
        answer = search_page(
            desk.callers[who],
            " ".join([*whole, last]),
            only_opened=opened,
            only_closed=closed,
            page=number,
            items_per_page=size,
        )
        assert answer["item_count"] == len(expected)
        assert answer["page_count"] == ceil(len(expected) / size)
        assert [ticket["number"] for ticket in answer["items"]] == expected[(number - 1) * size :][:size]

    check()
