"""What creating, changing and deleting a category makes of it."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace

from polydesk.domain.catalog import Catalog, Category
from polydesk.domain.errors import CategoryInUse, NameTaken

MAX_KEY_LENGTH = 63
"""Characters of the key of a category."""

_NO_KEY = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class CategoryChange:
    """The properties that a category should have; None leaves one as it is."""

    name: str | None = None
    description: str | None = None


def created(catalog: Catalog, category_id: int, name: str, description: str) -> Category:
    """Return a new category, with a key of its name that no other one has. Raises NameTaken."""
    require_free(catalog, name, None)
    taken = {one.key for one in catalog.all_categories.values()}
    return Category(category_id, key_of(name, category_id, taken), name, name, description)


def changed(catalog: Catalog, before: Category, change: CategoryChange) -> Category:
    """Return the category as changed; the same one when nothing differs. Raises NameTaken.

    The Russian name follows as long as it is the same as the English one. The key stays: clients keep it.
    """
    name = before.name_en if change.name is None else change.name
    require_free(catalog, name, before)
    after = replace(
        before,
        name_en=name,
        name_ru=name if before.name_ru == before.name_en else before.name_ru,
        description=before.description if change.description is None else change.description,
    )
    return before if after == before else replace(after, version=before.version + 1)


def deleted(catalog: Catalog, before: Category) -> Category:
    """Return the category as deleted. Raises CategoryInUse for the last one."""
    if len(catalog.categories) == 1:
        raise CategoryInUse
    return replace(before, deleted=True, version=before.version + 1)


def key_of(name: str, category_id: int, taken: Collection[str]) -> str:
    """Return a key of the letters and digits in a name, or of the id; with a number where it is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = _NO_KEY.sub("-", plain).strip("-")[:MAX_KEY_LENGTH].strip("-") or f"category-{category_id}"
    if base not in taken:
        return base
    with_id = f"-{category_id}"
    return base[: MAX_KEY_LENGTH - len(with_id)] + with_id


def require_free(catalog: Catalog, name: str, own: Category | None) -> None:
    """Require that no other category has the name. A category may keep a name that another one has as well."""
    if own and own.name_en == name:
        return
    other = catalog.category_named(name)
    if other and (own is None or other.id != own.id):
        raise NameTaken
