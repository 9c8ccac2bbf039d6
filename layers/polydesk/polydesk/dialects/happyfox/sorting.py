"""The codes by which a list of the HappyFox API is sorted."""

from collections.abc import Mapping
from types import MappingProxyType

from polydesk.domain.orders import NEWEST_FIRST, Order, OrderKey

_BOTH_WAYS = {
    "create": OrderKey.CREATED,
    "ticket": OrderKey.NUMBER,
    "update": OrderKey.LAST_PUBLIC_MESSAGE,
    "last_modified": OrderKey.UPDATED,
    "priority": OrderKey.PRIORITY,
    "status": OrderKey.STATE,
    "category": OrderKey.CATEGORY,
    "assignee": OrderKey.ASSIGNEE,
    "client": OrderKey.CUSTOMER,
    "subject": OrderKey.SUBJECT,
}
"""Codes to which `a` is added for ascending, `d` for descending."""

ORDERS: Mapping[str, Order] = MappingProxyType(
    {
        **{f"{code}a": Order(key, descending=False) for code, key in _BOTH_WAYS.items()},
        **{f"{code}d": Order(key, descending=True) for code, key in _BOTH_WAYS.items()},
        "due": Order(OrderKey.DUE, descending=False),
        "unresponded": Order(OrderKey.UNRESPONDED, descending=True),
    }
)
"""The order of each code of `sort`."""

DEFAULT = NEWEST_FIRST
"""The order of a list without `sort`."""
