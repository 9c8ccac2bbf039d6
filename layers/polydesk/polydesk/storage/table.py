"""The table as storage uses it. `aws.dynamo_table` implements it on DynamoDB."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence

from polydesk.storage.codec import Item
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline
from polydesk.storage.transaction import DeleteItem, PutItem, TransactionItem, UpdateItem

BATCH_GET_KEYS = 100
"""DynamoDB's limit of keys in one BatchGetItem."""

SINGLE_CALL_SECONDS = 2.0
"""How long a call that gets no deadline tries again."""


class Table(ABC):
    """A table whose items have the keys `pk` and `sk`.

    Every method raises Unavailable when the store throttles requests or cannot be reached.
    """

    @abstractmethod
    def get(self, key: Key, *, consistent: bool = True) -> Item | None:
        """Return the item, or None."""

    @abstractmethod
    def get_many(self, keys: Iterable[Key], *, consistent: bool = True) -> dict[Key, Item]:
        """Return the items that exist among the keys, by key."""

    def get_existing(self, keys: Iterable[Key]) -> dict[Key, Item]:
        """Return the items that exist, in the order of the keys, at half a consistent read's price.

        An eventually consistent read may be moments behind. So only items that it does not show are read again,
        consistently.
        """
        wanted = list(dict.fromkeys(keys))
        found = self.get_many(wanted, consistent=False)
        found |= self.get_many(key for key in wanted if key not in found)
        return {key: found[key] for key in wanted if key in found}

    @abstractmethod
    def query(
        self,
        pk: str,
        *,
        prefix: str = "",
        between: tuple[str, str] | None = None,
        descending: bool = False,
        limit: int | None = None,
        at_first: int | None = None,
        consistent: bool = True,
        index: tuple[str, str, str] | None = None,
    ) -> Iterator[Item]:
        """Yield the items of a partition in the order of their sort keys, and read them page by page.

        - `prefix` and `between` (inclusive) restrict the sort keys.
        - `limit` is the largest number of items that the caller wants.
        - `at_first` is how many items the first request reads; each further request reads twice as many. Without it
          a request reads up to 1 MB. Use it when the caller may stop early.
        - `index` is (name, hash attribute, range attribute) of a secondary index. Its reads are eventually consistent.
        """

    @abstractmethod
    def count_up(self, key: Key, attribute: str = "n", by: int = 1) -> int:
        """Add to a number, which is 0 at first, and return the sum."""

    def write(self, operation: PutItem | UpdateItem | DeleteItem, deadline: Deadline | None = None) -> None:
        """Write one item, as `commit` does."""
        self.commit([operation], deadline or Deadline(SINGLE_CALL_SECONDS))

    @abstractmethod
    def commit(self, operations: Sequence[TransactionItem], deadline: Deadline) -> None:
        """Execute all of the operations or none, and try again after conflicts and throttling.

        Raises the `on_failure` of the first operation, in the order given, whose condition does not hold. Raises
        Unavailable, after conflicts with other transactions its subclass Crowded, when repetitions or time are used up.
        """
