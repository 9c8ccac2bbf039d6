"""Finds the labels that requests name, however new they are."""

from polydesk.desk.resources import Resources
from polydesk.domain.errors import LabelNotFound
from polydesk.domain.labels import Label


def find_label(resources: Resources, *names: str) -> Label:
    """Return the first label that one of the names, or else ids, means. Raises LabelNotFound.

    Only the first name is looked up among the cached labels: a newer label may come before one that has another name,
    or the id.
    """
    found = resources.labels().named(names[0]) or resources.fresh_labels().first(names)
    if found is None:
        raise LabelNotFound(names[0])
    return found


def known_label(resources: Resources, text: str) -> Label | None:
    """Return the label with this name, or else with this id, or None. Only for digits it may be however new."""
    return resources.labels().named(text) or (resources.fresh_labels().find(text) if text.isdigit() else None)
