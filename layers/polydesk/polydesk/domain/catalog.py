"""What tickets are sorted by: categories, priorities, groups of agents."""

from collections.abc import Mapping
from dataclasses import dataclass

from polydesk.domain.errors import CategoryNotFound, GroupNotFound, PriorityNotFound, TopicNotFound


@dataclass(frozen=True, slots=True)
class Category:
    """A category, or topic. It is known by its id or by its key."""

    id: int
    key: str
    name_en: str
    name_ru: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Priority:
    """A priority; a higher `order` is more urgent."""

    id: int
    name: str
    order: int
    default: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A group of agents that tickets can be assigned to."""

    id: int
    name: str


PRIORITIES = (Priority(1, "Low", 1), Priority(2, "Normal", 2, default=True), Priority(3, "High", 3))
"""The priorities of a new desk."""

GENERAL = Category(1, "general", "General", "Общие вопросы")
"""The category of a desk that declares none."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """All categories, priorities and groups of the desk, by id."""

    categories: Mapping[int, Category]
    priorities: Mapping[int, Priority]
    groups: Mapping[int, Group]

    def category(self, category_id: int) -> Category:
        """The category. Raises CategoryNotFound."""
        try:
            return self.categories[category_id]
        except KeyError:
            raise CategoryNotFound(category_id) from None

    def topic(self, key: str) -> Category:
        """The category with this key. Raises TopicNotFound."""
        for category in self.categories.values():
            if category.key == key:
                return category
        raise TopicNotFound(key)

    def priority(self, priority_id: int) -> Priority:
        """The priority. Raises PriorityNotFound."""
        try:
            return self.priorities[priority_id]
        except KeyError:
            raise PriorityNotFound(priority_id) from None

    def group(self, group_id: int) -> Group:
        """The group. Raises GroupNotFound."""
        try:
            return self.groups[group_id]
        except KeyError:
            raise GroupNotFound(group_id) from None

    @property
    def default_category(self) -> Category:
        """The category of a ticket that names none: the first."""
        return self.categories[min(self.categories)]

    @property
    def default_priority(self) -> Priority:
        """The priority of a ticket that names none."""
        return next(priority for priority in self.priorities.values() if priority.default)
