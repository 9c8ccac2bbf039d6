"""Makes one condition of several that are read from the same place, so that a list reads it once, and no more of it."""

from collections.abc import Iterable
from functools import reduce

from polydesk.domain.facts import Moment
from polydesk.domain.filters import NONE, Filter, Happened, OfCustomers


def merged(conditions: Iterable[Filter]) -> list[Filter]:
    """Return fewer conditions that hold together for the same tickets.

    Times of one moment become one range: of two with one bound each, both would be read to their other end. Customers
    become those that are in all conditions, as a ticket has one.
    """
    customers: list[OfCustomers] = []
    times: dict[Moment, list[Happened]] = {}
    others: list[Filter] = []
    for one in conditions:
        match one:
            case OfCustomers():
                customers.append(one)
            case Happened(moment):
                times.setdefault(moment, []).append(one)
            case _:
                others.append(one)
    ranges = [reduce(_both_times, some) for some in times.values()]
    return [
        *others,
        *([_of_all(customers)] if customers else []),
        *(NONE if _is_empty(one) else one for one in ranges),
    ]


def _of_all(conditions: Iterable[OfCustomers]) -> Filter:
    ids = frozenset.intersection(*(one.person_ids for one in conditions))
    return OfCustomers(ids) if ids else NONE


def _both_times(one: Happened, other: Happened) -> Happened:
    starts = [since for since in (one.since, other.since) if since is not None]
    ends = [until for until in (one.until, other.until) if until is not None]
    return Happened(one.moment, max(starts, default=None), min(ends, default=None))


def _is_empty(one: Happened) -> bool:
    return one.since is not None and one.until is not None and one.since >= one.until
