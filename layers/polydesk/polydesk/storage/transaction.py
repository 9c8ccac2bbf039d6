"""What can be asked of the table in one transaction, and under which conditions."""

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from polydesk.domain.errors import DeskError
from polydesk.storage.codec import Item, encode, encode_value
from polydesk.storage.keys import Key


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of an item before it is written. `#name` stands for an attribute, `:name` for a value."""

    expression: str
    names: Collection[str] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    def __and__(self, other: "Condition") -> "Condition":
        return Condition(
            f"({self.expression}) AND ({other.expression})",
            {*self.names, *other.names},
            {**self.values, **other.values},
        )


EXISTS = Condition("attribute_exists(#pk)", ("pk",))
ABSENT = Condition("attribute_not_exists(#pk)", ("pk",))


def same(**attributes: Any) -> Condition:
    """Each attribute has this value; None means that it is absent."""
    parts = [
        f"attribute_not_exists(#{name})" if value is None else f"#{name} = :is_{name}"
        for name, value in attributes.items()
    ]
    values = {f"is_{name}": value for name, value in attributes.items() if value is not None}
    return Condition(" AND ".join(parts), tuple(attributes), values)


def below(attribute: str, limit: int) -> Condition:
    """The attribute is absent or smaller than the limit."""
    return Condition(
        f"attribute_not_exists(#{attribute}) OR #{attribute} < :limit_{attribute}",
        (attribute,),
        {f"limit_{attribute}": limit},
    )


class VersionMismatch(Exception):
    """The item is not the one that was read; whoever asked reads it again."""


Refusal = DeskError | VersionMismatch
"""What is raised when the condition of an operation does not hold."""


@dataclass(frozen=True, slots=True)
class PutItem:
    """Write a whole item."""

    key: Key
    item: Item
    condition: Condition | None = None
    on_failure: Refusal | None = None


@dataclass(frozen=True, slots=True)
class UpdateItem:
    """Change some attributes: `assign` them (None removes), `add` numbers to them, `include` numbers in sets of them.

    `exclude` takes numbers out of sets. Doing either again changes nothing.
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
    """Remove an item."""

    key: Key
    condition: Condition | None = None
    on_failure: Refusal | None = None


@dataclass(frozen=True, slots=True)
class ConditionCheck:
    """Write nothing; insist that the condition holds at the moment of the transaction."""

    key: Key
    condition: Condition
    on_failure: Refusal | None = None


TransactionItem = PutItem | UpdateItem | DeleteItem | ConditionCheck


def request(operation: TransactionItem) -> dict[str, Any]:
    """The operation as a DynamoDB request without its table name."""
    key = encode(operation.key._asdict())
    condition = operation.condition
    names = set(condition.names) if condition else set()
    values = dict(condition.values) if condition else {}
    body: dict[str, Any] = {}
    match operation:
        case PutItem():
            body["Item"] = {**encode(operation.item), **key}
        case UpdateItem():
            body["Key"] = key
            body["UpdateExpression"] = _update_expression(operation, names, values)
        case _:
            body["Key"] = key
    if condition:
        body["ConditionExpression"] = condition.expression
    if names:
        body["ExpressionAttributeNames"] = {f"#{name}": name for name in names}
    if values:
        body["ExpressionAttributeValues"] = {f":{name}": encode_value(value) for name, value in values.items()}
    return body


def _update_expression(update: UpdateItem, names: set[str], values: dict[str, Any]) -> str:
    """The expression of an update; what it mentions is added to names and values."""
    sets = [name for name, value in update.assign.items() if value is not None]
    removes = [name for name, value in update.assign.items() if value is None]
    added = {**update.add, **update.include}
    names.update(update.assign, added, update.exclude)
    values.update({f"to_{name}": update.assign[name] for name in sets})
    values.update({f"by_{name}": value for name, value in added.items()})
    values.update({f"less_{name}": value for name, value in update.exclude.items()})
    parts = []
    if sets:
        parts.append("SET " + ", ".join(f"#{name} = :to_{name}" for name in sets))
    if removes:
        parts.append("REMOVE " + ", ".join(f"#{name}" for name in removes))
    if added:
        parts.append("ADD " + ", ".join(f"#{name} :by_{name}" for name in added))
    if update.exclude:
        parts.append("DELETE " + ", ".join(f"#{name} :less_{name}" for name in update.exclude))
    return " ".join(parts)
