"""Which items of an index the transaction of a ticket writes, beside the ticket's own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from polydesk.domain.slot import Slot
from polydesk.storage.state_index import layout as former
from polydesk.storage.ticket_index import counts, layout

QUARTER = 4_000
BUCKET = 4 * QUARTER


class HeldItem(NamedTuple):
    """An item that a transaction holds, by its partition key and its sort key."""

    pk: str
    sk: int | str


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout of an index: its name, and the items that a write of a recent ticket holds."""

    name: str
    items: Callable[[int], Sequence[HeldItem]]


def spread(segments: int, stripes: int, partitions: int = 1) -> Layout:
    """Return the layout that spreads neighbours over the segments of their quarter, and over stripes of the counts.

    The segments of a bucket are in this many partitions, and so are all counts.
    """

    def items(number: int) -> list[HeldItem]:
        quarter, segment, stripe = number // QUARTER, number % segments, number % stripes
        return [
            HeldItem(f"segments {number // BUCKET}.{segment % partitions}", quarter * segments + segment),
            HeldItem(f"counts {stripe % partitions}", stripe),
        ]

    name = f"{segments} segments, {stripes} stripes"
    return Layout(f"{name}, {partitions} partitions" if partitions > 1 else name, items)


def _as_built(number: int) -> list[HeldItem]:
    slot = Slot(1)
    segment = layout.address(number).key(layout.part_of(slot))
    stripe = counts.change(number, None, slot, recent=True).key
    return [HeldItem(f"segments {segment.pk}", segment.sk), HeldItem(f"counts {stripe.pk}", stripe.sk)]


AS_BUILT = Layout("as built: the ticket index", _as_built)
"""The layout of `storage.ticket_index`."""


def _neighbours_together(number: int) -> list[HeldItem]:
    address = former.address(number)
    return [
        HeldItem(f"segments {address.bucket}", address.segment),
        HeldItem("counts", former.quarter_of(number)),
    ]


NEIGHBOURS_TOGETHER = Layout("neighbours together", _neighbours_together)
"""The former layout, of `storage.state_index`: a segment has 400 neighbours, a quarter one item of counts."""

ONE_ITEM = Layout("an item that all writes share", lambda _: [HeldItem("item", 0)])
"""An item that every write holds, such as one token's quota of a minute, or one customer's set."""
