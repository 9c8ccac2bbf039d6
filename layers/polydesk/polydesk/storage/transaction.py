"""The items of a DynamoDB transaction as data: four kinds of writes and checks, and the conditions they depend on.

| class          | effect on the item                                   |
|----------------|------------------------------------------------------|
| PutItem        | replaces it                                          |
| UpdateItem     | changes some of its attributes; creates it if absent |
| DeleteItem     | removes it                                           |
| ConditionCheck | none: it only requires its condition                 |

`request` renders one of them for DynamoDB; `apply` and `Condition.holds` compute its effect on an item in memory.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from polydesk.domain.errors import DeskError
from polydesk.storage.codec import Item, encode
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.keys import Key


class Clause(NamedTuple):
    """One comparison of a condition."""

    attribute: str
    operator: Literal["exists", "absent", "equals", "absent or below"]
    value: Any = None

    @property
    def expression(self) -> str:
        """The clause in DynamoDB's syntax: `#name` refers to an attribute, `:name` to a value."""
        match self.operator:
            case "exists":
                return f"attribute_exists(#{self.attribute})"
            case "absent":
                return f"attribute_not_exists(#{self.attribute})"
            case "equals":
                return f"#{self.attribute} = :{self.value_name}"
            case "absent or below":
                absent = f"attribute_not_exists(#{self.attribute})"
                return f"({absent} OR #{self.attribute} < :{self.value_name})"

    @property
    def value_name(self) -> str:
        """The name by which the expression refers to the value."""
        return f"{'is' if self.operator == 'equals' else 'limit'}_{self.attribute}"

    def holds(self, item: Item) -> bool:
        """Return whether the item satisfies the clause."""
        actual = item.get(self.attribute)
        match self.operator:
            case "exists":
                return actual is not None
            case "absent":
                return actual is None
            case "equals":
                return bool(actual == self.value)
            case "absent or below":
                return actual is None or bool(actual < self.value)


@dataclass(frozen=True, slots=True)
class Condition:
    """Clauses that an item must all satisfy before it is written."""

    clauses: tuple[Clause, ...]

    def __and__(self, other: "Condition") -> "Condition":
        """Return a condition that requires both."""
        return Condition(self.clauses + other.clauses)

    @property
    def expression(self) -> str:
        """The condition in DynamoDB's syntax."""
        return " AND ".join(clause.expression for clause in self.clauses)

    @property
    def names(self) -> set[str]:
        """The attributes that the expression mentions."""
        return {clause.attribute for clause in self.clauses}

    @property
    def values(self) -> dict[str, Any]:
        """The values that the expression mentions, by name."""
        return {clause.value_name: clause.value for clause in self.clauses if clause.value is not None}

    def holds(self, item: Item | None) -> bool:
        """Return whether the item, or the absence of one, satisfies the condition."""
        return all(clause.holds(item or {}) for clause in self.clauses)


EXISTS = Condition((Clause("pk", "exists"),))
ABSENT = Condition((Clause("pk", "absent"),))


def same(**attributes: Any) -> Condition:
    """Require each attribute to have this value, or to be absent where the value is None."""
    return Condition(
        tuple(
            Clause(name, "absent") if value is None else Clause(name, "equals", value)
            for name, value in attributes.items()
        )
    )


def below(attribute: str, limit: int) -> Condition:
    """Require the attribute to be absent or smaller than the limit."""
    return Condition((Clause(attribute, "absent or below", limit),))


Refusal = DeskError | VersionMismatch
"""The errors that a write can declare for a condition that does not hold."""


@dataclass(frozen=True, slots=True)
class PutItem:
    """Write a whole item."""

    key: Key
    item: Item
    condition: Condition | None = None
    on_failure: Refusal | None = None


@dataclass(frozen=True, slots=True)
class UpdateItem:
    """Change attributes: `assign` values (None removes one), `add` numbers, `include` or `exclude` members of sets.

    Including or excluding the same members again changes nothing.
    """

    key: Key
    assign: Mapping[str, Any] = field(default_factory=dict)
    add: Mapping[str, int] = field(default_factory=dict)
    condition: Condition | None = None
    on_failure: Refusal | None = None
    include: Mapping[str, Set[int]] = field(default_factory=dict)
    exclude: Mapping[str, Set[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeleteItem:
    """Remove an item, if there is one."""

    key: Key
    condition: Condition | None = None
    on_failure: Refusal | None = None


@dataclass(frozen=True, slots=True)
class ConditionCheck:
    """Write nothing, but require a condition for the transaction."""

    key: Key
    condition: Condition
    on_failure: Refusal | None = None


TransactionItem = PutItem | UpdateItem | DeleteItem | ConditionCheck


def apply(operation: TransactionItem, item: Item | None) -> Item | None:
    """Return the item that the operation leaves, given the one before it. None means that there is no item."""
    match operation:
        case PutItem():
            return _present({**operation.item, **operation.key._asdict()})
        case UpdateItem():
            return _updated(item or operation.key._asdict(), operation)
        case DeleteItem():
            return None
        case ConditionCheck():
            return item


def _updated(item: Item, update: UpdateItem) -> Item:
    sums = {name: item.get(name, 0) + number for name, number in update.add.items()}
    unions = {name: item.get(name, set()) | members for name, members in update.include.items()}
    rests = {name: item.get(name, set()) - members or None for name, members in update.exclude.items()}
    return _present({**item, **update.assign, **sums, **unions, **rests})


def _present(item: Item) -> Item:
    """Drop the attributes that are None, which DynamoDB does not store."""
    return {name: value for name, value in item.items() if value is not None}


def request(operation: TransactionItem) -> dict[str, Any]:
    """Render the parameters of a DynamoDB request, without the table name."""
    key = operation.key._asdict()
    condition = operation.condition
    names = condition.names if condition else set()
    values = condition.values if condition else {}
    body: dict[str, Any] = {}
    match operation:
        case PutItem():
            body["Item"] = encode({**operation.item, **key})
        case UpdateItem():
            body["Key"] = encode(key)
            body["UpdateExpression"] = _update_expression(operation, names, values)
        case _:
            body["Key"] = encode(key)
    if condition:
        body["ConditionExpression"] = condition.expression
    if names:
        body["ExpressionAttributeNames"] = {f"#{name}": name for name in names}
    if values:
        body["ExpressionAttributeValues"] = encode({f":{name}": value for name, value in values.items()})
    return body


def _update_expression(update: UpdateItem, names: set[str], values: dict[str, Any]) -> str:
    """Render the update expression, and add the names and values that it mentions to `names` and `values`."""
    assigned = [name for name, value in update.assign.items() if value is not None]
    removed = [name for name, value in update.assign.items() if value is None]
    added = {**update.add, **update.include}
    names.update(update.assign, added, update.exclude)
    values.update({f"to_{name}": update.assign[name] for name in assigned})
    values.update({f"by_{name}": value for name, value in added.items()})
    values.update({f"less_{name}": value for name, value in update.exclude.items()})
    actions = {
        "SET": [f"#{name} = :to_{name}" for name in assigned],
        "REMOVE": [f"#{name}" for name in removed],
        "ADD": [f"#{name} :by_{name}" for name in added],
        "DELETE": [f"#{name} :less_{name}" for name in update.exclude],
    }
    return " ".join(f"{keyword} {', '.join(terms)}" for keyword, terms in actions.items() if terms)
