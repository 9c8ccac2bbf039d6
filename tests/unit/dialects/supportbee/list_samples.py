"""A caller and lookups with which the parameters of lists are tested, and what is read and refused."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from polydesk.dialects.supportbee import PARAMETERS
from polydesk.dialects.supportbee.errors import render_error
from polydesk.domain.person import AGENT, Person, Principal
from polydesk.domain.person_key import person_key
from polydesk.http.body import Query
from polydesk.http.errors import InvalidRequest
from polydesk.http.request import from_event

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
ANN = 3
CALLER = Principal(
    "token",
    frozenset({AGENT}),
    Person(ANN, "Ann", "ann@example.com", "ann@example.com", True, frozenset({AGENT}), True, NOW, NOW),
)
REQUEST = from_event({"httpMethod": "GET", "path": "/tickets"})


@dataclass
class FakeLookups:
    """A desk with these labels, members of groups and addresses of people."""

    labels: set[str] = field(default_factory=set)
    groups: dict[int, set[int]] = field(default_factory=lambda: {ANN: {1, 4}})
    people: dict[str, int] = field(default_factory=lambda: {"bo@example.com": 10, "cy@example.com": 11})

    def is_label(self, name: str) -> bool:
        """Return whether a label has this name."""
        return name.casefold() in self.labels

    def groups_of(self, person_id: int) -> Collection[int]:
        """Return the groups of a person."""
        return self.groups.get(person_id, set())

    def people_with(self, emails: Collection[str]) -> Collection[int]:
        """Return who has one of the addresses."""
        return {self.people[key] for key in map(person_key, emails) if key in self.people}


def read[Q: Query](model: type[Q], **parameters: str) -> Q:
    """Return the query with these parameters, as an endpoint of this API reads it."""
    return model.read({name: [value] for name, value in parameters.items()}, PARAMETERS)


def refusals(model: type[Query], **parameters: str) -> dict[str, Any]:
    """Return the problem of each parameter that is refused, by name."""
    with pytest.raises(InvalidRequest) as refused:
        read(model, **parameters)
    return {one.field: one.problem for one in (refused.value, *refused.value.others)}


def sentence(model: type[Query], **parameters: str) -> Any:
    """Return the sentence that the caller of a refused query gets."""
    with pytest.raises(InvalidRequest) as refused:
        read(model, **parameters)
    response = render_error(refused.value, REQUEST)
    assert response.status == 400
    return response.data["error"]
