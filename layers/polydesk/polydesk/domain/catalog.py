"""Categories, priorities and groups of agents."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from polydesk.domain.errors import CategoryNotFound, GroupNotFound, PriorityNotFound, TopicNotFound
from polydesk.domain.line import MAX_DECOMPOSED, name_key

MAX_NAME = 250 * MAX_DECOMPOSED
"""Characters of the longest text that can be a name, however it is decomposed."""


@dataclass(frozen=True, slots=True)
class Category:
    """A category of tickets. APIs refer to it by id or by key.

    A `deleted` one is kept for tickets that have it all the same: no list shows it, and no ticket is given it.
    """

    id: int
    key: str
    name_en: str
    name_ru: str
    description: str = ""
    version: int = 1
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Priority:
    """A priority; a higher `order` is more urgent."""

    id: int
    name: str
    order: int
    default: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A group of agents. Tickets can be assigned to it."""

    id: int
    name: str


PRIORITIES = (Priority(1, "Low", 1), Priority(2, "Normal", 2, default=True), Priority(3, "High", 3))
"""The priorities of a new desk. One of them is the default."""

GENERAL = Category(1, "general", "General", "Общие вопросы")
"""The category of a desk that is set up without any."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """All categories, priorities and groups of the desk, by id; the deleted categories apart from the others."""

    categories: Mapping[int, Category]
    priorities: Mapping[int, Priority]
    groups: Mapping[int, Group]
    deleted_categories: Mapping[int, Category] = field(default_factory=dict)

    @property
    def all_categories(self) -> Mapping[int, Category]:
        """All categories, deleted ones too."""
        return {**self.categories, **self.deleted_categories}

    def category(self, category_id: int) -> Category:
        """Return the category, also a deleted one: a ticket may have it. Raises CategoryNotFound."""
        try:
            return self.all_categories[category_id]
        except KeyError:
            raise CategoryNotFound(category_id) from None

    def category_named(self, name: str) -> Category | None:
        """Return the category with this English name, or else with one that counts as the same, or None."""
        return _named(name, self.categories, lambda one: one.name_en)

    def priority_named(self, name: str) -> Priority | None:
        """Return the priority with this name, or else with one that counts as the same, or None."""
        return _named(name, self.priorities, lambda one: one.name)

    def topic(self, key: str) -> Category:
        """Return the category with this key. Raises TopicNotFound."""
        for category in self.categories.values():
            if category.key == key:
                return category
        raise TopicNotFound(key)

    def priority(self, priority_id: int) -> Priority:
        """Return the priority. Raises PriorityNotFound."""
        try:
            return self.priorities[priority_id]
        except KeyError:
            raise PriorityNotFound(priority_id) from None

    def group(self, group_id: int) -> Group:
        """Return the group. Raises GroupNotFound."""
        try:
            return self.groups[group_id]
        except KeyError:
            raise GroupNotFound(group_id) from None

    def group_named(self, name: str) -> Group | None:
        """Return the group with this name, or else with one that counts as the same, or None."""
        return _named(name, self.groups, lambda one: one.name)

    @property
    def default_category(self) -> Category:
        """Return the category of new tickets without one: the one with the lowest id."""
        return self.categories[min(self.categories)]

    @property
    def default_priority(self) -> Priority:
        """Return the priority of new tickets without one."""
        return next(priority for priority in self.priorities.values() if priority.default)


def _named[T](name: str, things: Mapping[int, T], name_of: Callable[[T], str]) -> T | None:
    """Return the thing with this name, or else the one of the lowest id with a name that counts as the same, or None.

    A text that is longer than any name is not compared.
    """
    if len(name) > MAX_NAME:
        return None
    key = name_key(name)
    namesakes = [things[one] for one in sorted(things) if name_key(name_of(things[one])) == key]
    return next((thing for thing in namesakes if name_of(thing) == name), next(iter(namesakes), None))
