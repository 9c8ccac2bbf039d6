"""Priorities as the Zammad API names them."""

from polydesk.domain.catalog import Catalog, Priority


def priority_name(priority: Priority) -> str:
    """Return the name of a priority as the vendor writes it, such as `2 normal`."""
    return f"{priority.order} {priority.name.lower()}"


def priority_named(name: str, catalog: Catalog) -> Priority | None:
    """Return the priority with this name, with its order before it or without, or None."""
    wanted = name.strip().lower()
    for priority in catalog.priorities.values():
        if priority_name(priority) == wanted:
            return priority
    return catalog.priority_named(name)
