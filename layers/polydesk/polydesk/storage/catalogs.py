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
        categories, deleted = dict[int, Category](), dict[int, Category]()
        priorities, groups = dict[int, Priority](), dict[int, Group]()
        for item in self._table.query(keys.CATALOG):
            match item["type"]:
                case "category":
                    category = category_of(item)
                    (deleted if category.deleted else categories)[category.id] = category
                case "priority":
                    priorities[item["id"]] = Priority(item["id"], item["name"], item["order"], item["default"])
                case _:
                    groups[item["id"]] = Group(item["id"], item["name"])
        return Catalog(categories, priorities, groups, deleted)

    def save(self, entry: Category | Priority | Group) -> None:
        """Add an entry, or replace the one with its id."""
        self._table.write(self.put_item(entry))

    def put_item(self, entry: Category | Priority | Group) -> PutItem:
        """Return the operation that writes an entry."""
        item: Item
        match entry:
            case Category():
                return PutItem(keys.category(entry.id), category_item(entry))
            case Priority():
                key = keys.priority(entry.id)
                item = {"type": "priority", "name": entry.name, "order": entry.order, "default": entry.default}
            case Group():
                key = keys.group(entry.id)
                item = {"type": "group", "name": entry.name}
        return PutItem(key, {**item, "id": entry.id, "version": 1})


def category_item(category: Category) -> Item:
    """Return the item of a category. An earlier release takes a deleted one for any other."""
    return {
        "type": "category",
        "version": category.version,
        "id": category.id,
        "key": category.key,
        "en": category.name_en,
        "ru": category.name_ru,
        "description": category.description,
        "deleted": category.deleted or None,
    }


def category_of(item: Item) -> Category:
    """Return the category of an item."""
    return Category(
        id=item["id"],
        key=item["key"],
        name_en=item["en"],
        name_ru=item["ru"],
        description=item["description"],
        version=item["version"],
        deleted=bool(item.get("deleted")),
    )
