"""Labels, in a partition of their own: an earlier release takes unknown items of the catalog's partition for groups."""

from polydesk.domain.labels import Label, Labels
from polydesk.storage import keys
from polydesk.storage.table import Table
from polydesk.storage.transaction import PutItem


class LabelRows:
    """The labels of one desk."""

    def __init__(self, table: Table) -> None:
        """Store them in the table."""
        self._table = table

    def load(self) -> Labels:
        """Return all labels, in one query."""
        found = (Label(item["id"], item["name"], item["color"]) for item in self._table.query(keys.LABELS))
        return Labels({label.id: label for label in found})

    def next_id(self) -> int:
        """Return an id that no other label has."""
        return self._table.count_up(keys.counter("label"))

    def save(self, label: Label) -> None:
        """Add a label, or replace the one with its id."""
        item = {"type": "label", "version": 1, "id": label.id, "name": label.name, "color": label.color}
        self._table.write(PutItem(keys.label(label.id), item))
