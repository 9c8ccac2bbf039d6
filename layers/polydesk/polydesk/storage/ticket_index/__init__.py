"""The ticket index: which ticket is in which slot, exactly, with any page of any slots.

Each ticket has exactly one bit, in the bitmap of its slot, and counts once. `layout` says where the bits are and how
large items become, `counts` why the counts are exact, `folding` how they are kept small. `index` is what lists use.

- The transaction that writes a ticket moves its bit and its count by unconditional additions. They are exact because of
  the condition on the ticket's row in the same transaction: a ticket leaves the slot that it is in, and only once.
- A purged ticket stays in a slot of its own, among the hidden ones. So the numbers of purged tickets are known, and a
  list can be counted as everything but a few.
- A list reads the counts, and then only those parts of those quarters that have tickets in the slots it wants.
- Counts and bits are read one after the other. While others write, a page may be short by a few tickets, or contain
  one that has just moved. So the rows of a page are compared with the list before they are shown.
- Items have neither `type` nor `version`: each byte counts where whole partitions are read.
"""
