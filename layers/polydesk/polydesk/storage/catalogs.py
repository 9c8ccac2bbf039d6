"""Categories, priorities and groups, in one partition that one query reads."""

from polydesk.domain.catalog import Catalog, Category, Group, Priority
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.table import Table
from polydesk.storage.transaction import PutItem


class Catalogs:
    """The catalog of one desk."""

    def __init__(self, table: Table) -> None:
        """Store it in the table."""
        self._table = table

    def load(self) -> Catalog:
        """Return the catalog."""
        categories, priorities, groups = {}, {}, {}
        for item in self._table.query(keys.CATALOG):
            match item["type"]:
                case "category":
                    categories[item["id"]] = Category(
                        item["id"], item["key"], item["en"], item["ru"], item["description"]
                    )
                case "priority":
                    priorities[item["id"]] = Priority(item["id"], item["name"], item["order"], item["default"])
                case _:
                    groups[item["id"]] = Group(item["id"], item["name"])
        return Catalog(categories, priorities, groups)

    def save(self, entry: Category | Priority | Group) -> None:
        """Add an entry, or replace the one with its id."""
        self._table.write(self.put_item(entry))

    def put_item(self, entry: Category | Priority | Group) -> PutItem:
        """Return the operation that writes an entry."""
        item: Item
        match entry:
            case Category():
                key = keys.category(entry.id)
                item = {
                    "type": "category",
                    "key": entry.key,
                    "en": entry.name_en,
                    "ru": entry.name_ru,
                    "description": entry.description,
                }
            case Priority():
                key = keys.priority(entry.id)
                item = {"type": "priority", "name": entry.name, "order": entry.order, "default": entry.default}
            case Group():
                key = keys.group(entry.id)
                item = {"type": "group", "name": entry.name}
        return PutItem(key, {**item, "id": entry.id, "version": 1})
