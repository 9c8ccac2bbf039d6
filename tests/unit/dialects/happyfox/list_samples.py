"""A desk whose lists the tests of the HappyFox API ask for, and the people whom its look-ups find."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime

from polydesk.desk.context import RequestContext
from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import dialect
from polydesk.dialects.happyfox.errors import faults
from polydesk.dialects.happyfox.list_query import TicketQuery, list_filter
from polydesk.domain.catalog import GENERAL
from polydesk.domain.errors import InvalidValue
from polydesk.domain.filters import AllOf, Filter
from polydesk.domain.person import AGENT, Person
from polydesk.storage.retry import Deadline
from tests.fakes.desk import set_up_desk
from tests.fakes.table import FakeTable

NOW = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
NEW, OPEN, CLOSED = 1, 2, 4
LOW, NORMAL, HIGH = 1, 2, 3


def agent(person_id: int, name: str, email: str, login: str = "") -> Person:
    """Return an agent."""
    return Person(person_id, name, email, login or email, True, frozenset({AGENT}), True, NOW, NOW)


ANN = agent(3, "Ann Lee", "ann@desk.example", "annie")
BO = agent(5, "Bo Lee", "bo@desk.example")


@dataclass
class FakeLookups:
    """Look-ups of two agents and three customers. `calls` are the values that were looked up, in order."""

    addresses: Mapping[str, int] = field(default_factory=lambda: {"james@example.com": 7, "ann+box@x.example": 8})
    phones: Mapping[str, int] = field(default_factory=lambda: {"49123": 9})
    names: Mapping[int, frozenset[str]] = field(
        default_factory=lambda: {7: frozenset({"james", "bond"}), 8: frozenset({"ann", "box"})}
    )
    calls: list[object] = field(default_factory=list)

    def agents(self) -> Sequence[Person]:
        """Return both agents."""
        self.calls.append("agents")
        return [ANN, BO]

    def with_addresses(self, keys: Collection[str]) -> Set[int]:
        """Return those with an address."""
        self.calls.append(set(keys))
        return {self.addresses[key] for key in keys if key in self.addresses}

    def with_phones(self, digits: Collection[str]) -> Set[int]:
        """Return those with a number."""
        self.calls.append(set(digits))
        return {self.phones[one] for one in digits if one in self.phones}

    def with_words(self, names: Collection[tuple[str, ...]]) -> Set[int]:
        """Return those with the words in their names."""
        self.calls.append(set(names))
        return {person for person, words in self.names.items() for name in names if words.issuperset(name)}


def new_desk() -> Desk:
    """Return a new desk, in memory, with one category."""
    resources = set_up_desk(FakeTable(), NOW)
    resources.catalogs.save(GENERAL)
    return Desk(resources, RequestContext(NOW, Deadline(5.0)))


def query_of(**parameters: str | list[str]) -> TicketQuery:
    """Return the parameters as a list reads them."""
    values = {name: [value] if isinstance(value, str) else value for name, value in parameters.items()}
    return TicketQuery.read(values, dialect.parameters)


def conditions(desk: Desk, lookups: FakeLookups | None = None, **parameters: str | list[str]) -> list[Filter]:
    """Return the conditions of a list, without that of its statuses unless there is a parameter `status`."""
    found = list_filter(query_of(**parameters), desk, lookups or FakeLookups(), NOW)
    assert isinstance(found, AllOf)
    return list(found.filters[0 if "status" in parameters else 1 :])


def refusals(desk: Desk, lookups: FakeLookups | None = None, /, **parameters: str | list[str]) -> dict[str, list[str]]:
    """Return the errors of each field of parameters that are refused."""
    try:
        list_filter(query_of(**parameters), desk, lookups or FakeLookups(), NOW)
    except InvalidValue as error:
        return {one["field"]: one["errors"] for one in faults(error)}
    raise AssertionError("Nothing is refused.")
