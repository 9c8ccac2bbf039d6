"""The search against a naive model of it: the words of each ticket, looked through one by one."""

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
from tests.functional.search.finding import commented, opened, page, spammed
from tests.profiles import examples
from tools.engine import Engine
from tools.local_desk.client import Client
from tools.local_desk.world import World

WORDS = ("alpha", "alphabet", "alp", "beta", "be", "принтер", "прибор", "हिन्दी", "7")
BEGINNINGS = (*WORDS, "al", "bet", "при", "हि", "none")

CLIENTS = ("client", "other")


@dataclass(slots=True)
class Sheet:
    """What is known of one ticket."""

    number: int
    owner: str
    closed: bool = False
    spam: bool = False
    public: set[str] = field(default_factory=set)
    private: set[str] = field(default_factory=set)

    def matches(self, whole: list[str], last: str, private: bool) -> bool:
        """Whether the ticket has all the words, and one that begins like the last one or, if that is short, is it."""
        has = self.public | self.private if private else self.public
        fits = (word == last if len(last) == 1 else word.startswith(last) for word in has)
        return has.issuperset(whole) and any(fits)


@dataclass(frozen=True, slots=True)
class Scene:
    """A desk with tickets, and what is known of them."""

    callers: Mapping[str, Client]
    sheets: list[Sheet]

    def expected(self, who: str, whole: list[str], last: str, opened: bool, closed: bool) -> list[int]:
        """What somebody should find, newest first."""
        found = [
            sheet.number
            for sheet in self.sheets
            if not sheet.spam
            and who in (sheet.owner, "agent")
            and not (opened and sheet.closed)
            and not (closed and not sheet.closed)
            and sheet.matches(whole, last, private=who == "agent")
        ]
        return sorted(found, reverse=True)


@pytest.fixture(scope="module")
def scene(engine: Engine, sample: Sample) -> Iterator[Scene]:
    """Thirty tickets of two clients, some closed, some spam, some with comments and notes, mixed by chance."""
    chance = Random(7)

    def some(most: int) -> list[str]:
        return chance.choices(WORDS, k=chance.randint(1, most))

    with World(engine) as world:
        tokens = sample.put_into(world)
        agent_token = tokens["agent"]["token"]
        client, agent = caller(world, tokens["client"]["token"]), caller(world, agent_token)
        callers = {"client": client, "other": newcomer(world, "other@example.com"), "agent": agent}
        sheets = []
        for place, owner in product(range(15), CLIENTS):
            subject, text, comment, secret = some(2), some(2), some(2), some(2)
            sheet = Sheet(opened(callers[owner], " ".join(subject), ", ".join(text).upper()), owner)
            sheet.public.update(subject, text)
            if place % 3 == 0:
                commented(callers["agent"], sheet.number, "-".join(comment))
                sheet.public.update(comment)
            if place % 2 == 0:
                note(agent_token, sheet.number, " ".join(secret))
                sheet.private.update(secret)
            if place % 4 == 1:
                assert agent.post(f"/support/tickets/{sheet.number}/close", json={}).status == 200
                sheet.closed = True
            if place % 7 == 6:
                spammed(agent_token, sheet.number)
                sheet.spam = True
            sheets.append(sheet)
        world.pump()
        yield Scene(callers, sheets)


def test_counts_and_pages_agree_with_a_naive_model(scene: Scene) -> None:
    @examples(gate=40, full=300)
    @given(
        who=st.sampled_from(["client", "other", "agent"]),
        whole=st.lists(st.sampled_from(WORDS), max_size=2),
        last=st.sampled_from(BEGINNINGS),
        opened=st.booleans(),
        closed=st.booleans(),
        number=st.integers(1, 4),
        size=st.integers(1, 8),
    )
    def check(who: str, whole: list[str], last: str, opened: bool, closed: bool, number: int, size: int) -> None:
        expected = scene.expected(who, whole, last, opened, closed)
        answer = page(
            scene.callers[who],
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
