"""Simplifies filters and tells the conditions that slots decide from the rest."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from polydesk.desk.lists.merging import merged
from polydesk.domain.filter_check import has_flag
from polydesk.domain.filters import EVERY, NONE, AllOf, AnyOf, Filter, Flag, Flagged, InStates, Not
from polydesk.domain.slot import GONE, Slot, is_hidden

type Wanted = Callable[[Slot], bool]
"""Whether tickets of a slot are wanted."""


_ANY_FLAGS = [Slot(1, *flags) for flags in product((False, True), repeat=4)]
"""A slot for each combination of flags."""


def simplified(filter_: Filter) -> Filter:
    """Return an equal filter without constants, conjunctions in conjunctions and disjunctions in disjunctions.

    What conjunctions read from the same place is one condition.
    """
    match filter_:
        case AllOf(filters):
            return _joined(AllOf, filters, neutral=EVERY, decisive=NONE)
        case AnyOf(filters):
            return _joined(AnyOf, filters, neutral=NONE, decisive=EVERY)
        case Not(negated):
            return _negated(simplified(negated))
        case _:
            return filter_


def conjuncts(filter_: Filter) -> tuple[Filter, ...]:
    """Return the conditions that a simplified filter requires all of."""
    return filter_.filters if isinstance(filter_, AllOf) else (filter_,)


def depends_on_slot(filter_: Filter) -> bool:
    """Return whether the slot of a ticket alone decides whether it satisfies the filter."""
    match filter_:
        case AllOf(filters) | AnyOf(filters):
            return all(map(depends_on_slot, filters))
        case Not(negated):
            return depends_on_slot(negated)
        case _:
            return isinstance(filter_, InStates | Flagged)


def atoms(filter_: Filter) -> Iterator[Filter]:
    """Yield the conditions of which a filter is made."""
    match filter_:
        case AllOf(filters) | AnyOf(filters):
            for one in filters:
                yield from atoms(one)
        case Not(negated):
            yield from atoms(negated)
        case _:
            yield filter_


def mentions(filter_: Filter, flag: Flag) -> bool:
    """Return whether a part of the filter asks for the flag."""
    return Flagged(flag) in atoms(filter_)


def leaves(filter_: Filter) -> Iterator[Filter]:
    """Yield the parts of a filter that are evaluated as a whole; a part that slots decide is one."""
    match filter_:
        case _ if depends_on_slot(filter_):
            yield filter_
        case AllOf(filters) | AnyOf(filters):
            for one in filters:
                yield from leaves(one)
        case Not(negated):
            yield from leaves(negated)
        case _:
            yield filter_


@dataclass(frozen=True, slots=True)
class Slots:
    """Wants the slots of tickets, other than purged ones, that satisfy all of the conditions."""

    conditions: tuple[Filter, ...] = ()

    def __call__(self, slot: Slot) -> bool:
        """Return whether tickets of the slot are wanted."""
        return slot.state_id != GONE and all(_holds(one, slot) for one in self.conditions)

    @property
    def depends_on_archived(self) -> bool:
        """Whether archived tickets of a state may be wanted and others not, or the other way round."""
        return any(mentions(one, Flag.ARCHIVED) for one in self.conditions)

    @property
    def leaves_out_hidden(self) -> bool:
        """Whether the tickets of all slots are wanted but hidden and purged ones."""
        by_state = any(isinstance(one, InStates) for condition in self.conditions for one in atoms(condition))
        return not by_state and all(self(slot) is not is_hidden(slot) for slot in _ANY_FLAGS)

    def with_condition(self, condition: Filter) -> "Slots":
        """Return the wanted slots that also satisfy this condition."""
        return Slots((*self.conditions, condition))


def sets_wanted(base: Slots) -> Wanted:
    """Return which slots to ask the sets of customers for, which do not say whether a ticket is archived.

    Where the base depends on that, it is every slot, and the result has to be compared with the ticket index.
    """
    return (lambda _: True) if base.depends_on_archived else base


def split(filter_: Filter) -> tuple[Slots, Filter]:
    """Return which slots a simplified filter wants, and what it requires beside that."""
    slots: list[Filter] = []
    rest: list[Filter] = []
    for one in conjuncts(filter_):
        (slots if depends_on_slot(one) else rest).append(one)
    return Slots(tuple(slots)), _grouped(simplified(AllOf(tuple(rest))))


def _joined(join: type[AllOf | AnyOf], filters: tuple[Filter, ...], *, neutral: Filter, decisive: Filter) -> Filter:
    parts: dict[Filter, None] = {}
    for one in map(simplified, filters):
        if one == decisive:
            return decisive
        if one != neutral:
            parts |= dict.fromkeys(one.filters if isinstance(one, join) else (one,))
    if join is AllOf:
        parts = dict.fromkeys(merged(parts))
    if decisive in parts:
        return decisive
    return next(iter(parts)) if len(parts) == 1 else join(tuple(parts))


def _negated(filter_: Filter) -> Filter:
    if filter_ in (EVERY, NONE):
        return NONE if filter_ == EVERY else EVERY
    return filter_.filter if isinstance(filter_, Not) else Not(filter_)


def _grouped(filter_: Filter) -> Filter:
    """Return an equal filter in which neighbours that slots decide are one part, so that they are read once."""
    match filter_:
        case AllOf(filters) if not depends_on_slot(filter_):
            return AllOf(_with_slots_together(AllOf, filters))
        case AnyOf(filters) if not depends_on_slot(filter_):
            return AnyOf(_with_slots_together(AnyOf, filters))
        case Not(negated):
            return Not(_grouped(negated))
        case _:
            return filter_


def _with_slots_together(join: type[AllOf | AnyOf], filters: tuple[Filter, ...]) -> tuple[Filter, ...]:
    slots = tuple(one for one in filters if depends_on_slot(one))
    others = tuple(_grouped(one) for one in filters if not depends_on_slot(one))
    return (join(slots), *others) if slots else others


def _holds(filter_: Filter, slot: Slot) -> bool:
    """Return whether the tickets of a slot satisfy a filter that depends on the slot."""
    match filter_:
        case AllOf(filters):
            return all(_holds(one, slot) for one in filters)
        case AnyOf(filters):
            return any(_holds(one, slot) for one in filters)
        case Not(negated):
            return not _holds(negated, slot)
        case InStates(state_ids):
            return slot.state_id in state_ids
        case Flagged(flag):
            return has_flag(slot, flag)
    raise TypeError(type(filter_).__name__)
