"""What moto keeps of a table, to be put into the same table of the next moto: ten times as fast as writing it again."""

import copy
from typing import Any

from moto.backends import get_backend
from moto.dynamodb.models.table import Table

from tools.local_desk.template.names import ACCOUNT, REGION

Kept = Any
"""Items by their keys, as moto holds them."""


def keep(name: str) -> Kept:
    """A copy of all that is in the table. Raises moto's error for a table that is not there."""
    return copy.deepcopy(_table(name).items)


def put_back(name: str, kept: Kept) -> None:
    """Fill the table with what was kept, without a word in its stream. Raises moto's error as above."""
    _table(name).items = copy.deepcopy(kept)


def _table(name: str) -> Table:
    return get_backend("dynamodb")[ACCOUNT][REGION].get_table(name)
