"""Measure what lists cost: requests, those of them that wait for one another, and read units."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from polydesk.desk.lists import pages
from polydesk.desk.lists.visibility import visible_to
from polydesk.desk.resources import Resources
from polydesk.desk.ticket_lists import TicketLists, list_reads
from polydesk.domain.facts import Fact, FactKind
from polydesk.domain.filters import EVERY, Filter, InStates, Texts, WithFact, WithWords
from polydesk.domain.person import Person, Principal
from polydesk.domain.search_terms import parse_query
from tools.bench.bulk import START
from tools.bench.listed_desk import AGENT, OWN_LISTS, TAG, ListedDesk, NoRows, customer_with
from tools.bench.markdown import table, value_range
from tools.bench.rounds import RequestRounds
from tools.meter import Meter

SHORT, LONG = 10, 1_000
"""Tickets of a page."""

SMALL_DESK = 100_000
"""The largest number of tickets for which a page of ten has the smaller budget."""

OPEN, CLOSED = InStates(frozenset({1, 2, 7})), InStates(frozenset({4}))

RUNS = 15
"""How often a list and a search are timed."""


@dataclass(frozen=True, slots=True)
class TicketList:
    """A list, and the lengths of the pages that are measured. A customer with so many tickets asks for it, or an agent.

    `in_a_row` is the budget of requests in a row of a first page. `has_budget` is whether pages have one of read units.
    """

    name: str
    filter: Filter = EVERY
    lengths: Sequence[int] = (SHORT,)
    owner: int | None = None
    in_a_row: int = 3
    has_budget: bool = False

    @property
    def caller(self) -> Principal:
        """The caller of the list."""
        permissions = frozenset({"ticket.customer" if self.owner else "ticket.agent"})
        person_id = customer_with(self.owner) if self.owner else AGENT
        name = "Bench"
        person = Person(person_id, name, "", "", not self.owner, permissions, True, START, START)
        return Principal(name, permissions, person)


def _words(text: str) -> Filter:
    return WithWords(parse_query(text), Texts.ALL)


BY_SLOTS = (
    TicketList("all", EVERY, (SHORT, LONG), has_budget=True),
    TicketList("opened", OPEN, (SHORT, LONG), has_budget=True),
    TicketList("closed", CLOSED),
    *(
        TicketList(f"own, {tickets:,} tickets", EVERY, (SHORT, LONG), tickets, has_budget=tickets <= LONG)
        for tickets in OWN_LISTS
    ),
)

SEARCHED = {
    "a word in 0.1 %": "recall",
    "a word in 10 %": "printer",
    "a word in 90 %": "order",
    "two words, in 10 % and in 90 %": "order printer",
}

BY_OTHERS = (
    TicketList("assignee and opened", WithFact(Fact(FactKind.PERSON, AGENT)) & OPEN),
    TicketList("tag and closed", WithFact(Fact(FactKind.FOLDED_TAG, TAG)) & CLOSED),
    *(
        TicketList(name, filter_, in_a_row=4)
        for words, text in SEARCHED.items()
        for name, filter_ in ((words, _words(text)), (f"{words}, opened", _words(text) & OPEN))
    ),
)


@dataclass(frozen=True, slots=True)
class PageCost:
    """What one page took."""

    tickets: int
    mix: str
    list: TicketList
    length: int
    position: str
    requests: int
    in_a_row: int
    read_units: float

    @property
    def unit_budget(self) -> float | None:
        """The budget in read units, if there is one."""
        if not self.list.has_budget:
            return None
        if self.length == LONG:
            return 60
        return 5 if self.tickets <= SMALL_DESK else 10

    @property
    def row_budget(self) -> int | None:
        """The budget of requests in a row, if there is one."""
        return self.list.in_a_row if self.position == "first" and self.tickets <= SMALL_DESK else None


def measure(resources: Resources, desk: ListedDesk, mix: str, lists: Iterable[TicketList]) -> Iterator[PageCost]:
    """Read the first, a middle and the last full page of each list."""
    for one in lists:
        if one.owner and one.owner not in desk.customers:
            continue
        total = pages.page(list_reads(resources), visible_to(one.caller, one.filter), 0, 0).total
        for length in one.lengths:
            for position, page in positions(total // length).items():
                yield _measure_page(resources, desk, mix, one, length, position, page)


def positions(count: int) -> dict[str, int]:
    """Return the first, a middle and the last of so many full pages, from 0; of few pages, not all of these."""
    names = {count // 2: "middle", count - 1: "last", 0: "first"}
    return {name: page for page, name in sorted(names.items()) if 0 <= page < count}


def _measure_page(
    resources: Resources, desk: ListedDesk, mix: str, one: TicketList, length: int, position: str, page: int
) -> PageCost:
    rows = NoRows(desk)
    filter_ = visible_to(one.caller, one.filter)
    pages.page(replace(list_reads(resources), rows=rows), filter_, page * length, length)
    desk.put_rows(resources, rows.read)
    with Meter(resources.table) as meter, RequestRounds(resources.table) as rounds:
        found = TicketLists(resources).page(one.caller, one.filter, page * length, length)
    if len(found.tickets) != length:
        raise RuntimeError(f"{one.name}: {len(found.tickets)} tickets on a page of {length}")
    return PageCost(desk.size, mix, one, length, position, meter.requests.total(), rounds.in_a_row, meter.read_units)


def time_ratio(resources: Resources) -> float:
    """Return how much longer the first page of a search takes than that of a list; both have been measured before."""
    lists = {one.name: one for one in (*BY_SLOTS, *BY_OTHERS)}
    every, search = lists["all"], lists["a word in 10 %"]

    def read(one: TicketList) -> Callable[[], object]:
        return lambda: TicketLists(resources).page(one.caller, one.filter, 0, SHORT)

    times = [(_seconds(read(every)), _seconds(read(search))) for _ in range(RUNS)]
    return median(searched for _, searched in times) / median(listed for listed, _ in times)


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def report(costs: Sequence[PageCost]) -> str:
    """Return a table with a row for each list and a column for each size of the desk."""
    sizes = sorted({cost.tickets for cost in costs})
    rows: dict[tuple[str, str, int], dict[int, list[PageCost]]] = {}
    for cost in costs:
        rows.setdefault((cost.mix, cost.list.name, cost.length), {}).setdefault(cost.tickets, []).append(cost)
    return table(
        ("Desk", "List", "Items", *(f"{size:,} tickets" for size in sizes), "Budget"),
        [
            (mix, name, f"{length:,}", *(_taken(by_size.get(size, ())) for size in sizes), _budget(by_size.values()))
            for (mix, name, length), by_size in rows.items()
        ],
    )


def _taken(costs: Sequence[PageCost]) -> str:
    """Return requests in a row, requests and read units of the pages of a list."""
    if not costs:
        return "–"
    taken: tuple[Iterable[float], ...] = (
        [one.in_a_row for one in costs],
        [one.requests for one in costs],
        [one.read_units for one in costs],
    )
    return "; ".join(map(value_range, taken))


def _budget(costs: Iterable[Sequence[PageCost]]) -> str:
    """Return the budgets of read units, for small and for large desks."""
    budgets = (of_size[0].unit_budget for of_size in costs)
    return "/".join(dict.fromkeys("–" if budget is None else f"{budget:g}" for budget in budgets))


def over_budget(costs: Iterable[PageCost]) -> Iterator[str]:
    """Yield the pages that exceed their budgets."""
    for cost in costs:
        title = f"{cost.tickets:,} tickets, {cost.mix}, {cost.list.name}, {cost.position} page of {cost.length:,}"
        if cost.row_budget is not None and cost.in_a_row > cost.row_budget:
            yield f"{title}: {cost.in_a_row} requests in a row, budget {cost.row_budget}"
        if cost.unit_budget is not None and cost.read_units > cost.unit_budget:
            yield f"{title}: {cost.read_units:g} read units, budget {cost.unit_budget:g}"
