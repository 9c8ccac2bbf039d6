"""Copies of moto's tables, to be put into the same table of the next mock: ten times as fast as writing the items."""

import copy
from typing import Any

from moto.backends import get_backend
from moto.dynamodb.models.table import Table

from tools.local_desk.template.names import ACCOUNT, REGION

Snapshot = Any
"""Items by their keys, as moto holds them."""


def take(table: str) -> Snapshot:
    """Copy all items of the table. Raises moto's error when there is no such table."""
    return copy.deepcopy(moto_table(table).items)


def restore(table: str, snapshot: Snapshot) -> None:
    """Replace all items of the table by those of `snapshot`; its stream gets no records. Raises as `take` does."""
    moto_table(table).items = copy.deepcopy(snapshot)


def moto_table(name: str) -> Table:
    """Return moto's own object for the table. Raises moto's error when there is no such table."""
    return get_backend("dynamodb")[ACCOUNT][REGION].get_table(name)
