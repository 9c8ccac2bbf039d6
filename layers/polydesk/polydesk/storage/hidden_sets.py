"""The numbers of hidden tickets, which lists leave out: spam, trash and purged tickets.

    item HID / 0000007    { "n": {3, 17} }    the tickets 7,003 and 7,017 are hidden or purged

The ticket index has them too, but in the items of all other tickets. A search of all tickets would read these wherever
a ticket is hidden; here one query has all of them. A number is written in the transaction that hides the ticket or
shows it again, so that a search is exact at once.

- A purged ticket stays hidden for ever, as its words and facts are removed a little later. Numbers that were purged
  before this set was kept are not in it, and in no other index either.
- Writing a number again changes nothing, so a repair can simply write what the row says.
- An item has neither `type` nor `version`: it is no record that the stream tells of.
"""

from polydesk.storage import keys
from polydesk.storage.table import Table
from polydesk.storage.ticket_sets import TicketSet
from polydesk.storage.transaction import UpdateItem

THOUSAND = 1_000
"""How many ticket numbers an item covers."""

MEMBERS = "n"
"""The attribute with the offsets of the hidden tickets from the thousand."""


class HiddenSets:
    """The hidden tickets of one desk."""

    def __init__(self, table: Table) -> None:
        """Store the sets in the table."""
        self._table = table

    def read(self) -> TicketSet:
        """Return the numbers of all hidden and purged tickets, exactly as they are now."""
        return TicketSet.from_offsets(
            (keys.own_thousand(item["sk"]) * THOUSAND, item.get(MEMBERS, ()))
            for item in self._table.query(keys.HIDDEN_SETS)
        )


def hide(number: int) -> UpdateItem:
    """Return the write that puts a ticket into the sets, for its own transaction."""
    thousand, offset = divmod(number, THOUSAND)
    return UpdateItem(keys.hidden_set(thousand), include={MEMBERS: {offset}})


def show(number: int) -> UpdateItem:
    """Return the write that takes a ticket out of the sets, for its own transaction."""
    thousand, offset = divmod(number, THOUSAND)
    return UpdateItem(keys.hidden_set(thousand), exclude={MEMBERS: {offset}})
