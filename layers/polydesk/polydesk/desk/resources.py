"""What a process keeps between requests: the storage, and short memories of what rarely changes."""

from collections.abc import Collection
from functools import cache

from polydesk import settings
from polydesk.desk.ttl_cache import TtlCache
from polydesk.domain.catalog import Catalog
from polydesk.domain.person import Person
from polydesk.domain.state import States
from polydesk.storage.aws.bucket import FileBucket
from polydesk.storage.aws.bus import Bus
from polydesk.storage.aws.dynamo_table import DynamoTable
from polydesk.storage.aws.queue import Queue
from polydesk.storage.catalogs import Catalogs
from polydesk.storage.files import FileRecords
from polydesk.storage.idempotency import Idempotency
from polydesk.storage.people import People
from polydesk.storage.search_index.index import SearchIndex
from polydesk.storage.state_index.index import StateIndex
from polydesk.storage.states import StateRows
from polydesk.storage.table import Table
from polydesk.storage.tickets import Tickets
from polydesk.storage.timer_index import TimerIndex
from polydesk.storage.tokens import Token, Tokens

STATES_SECONDS = 10.0
"""How long a warm function may go by an older list of states than the one that was written last."""

TOKENS_SECONDS = 60.0
"""How long a warm function may accept a token that has been revoked."""

CATALOG_SECONDS = 60.0
"""How long a warm function may go by an older catalog."""


class NotSetUp(RuntimeError):
    """The desk has no states yet: the set-up function has not been run."""


class Resources:
    """Storage and memories of one process. Safe to share among threads."""

    def __init__(self, config: settings.Settings, table: Table | None = None) -> None:
        """Use this table, or else connect to the one that the settings name."""
        self.config = config
        self.table = table or DynamoTable(config.table_name)
        self.index = StateIndex(self.table)
        self.tickets = Tickets(self.table, self.index)
        self.words = SearchIndex(self.table)
        self.people = People(self.table)
        self.catalogs = Catalogs(self.table)
        self.state_rows = StateRows(self.table)
        self.tokens = Tokens(self.table)
        self.idempotency = Idempotency(self.table)
        self.files = FileRecords(self.table)
        self.objects = FileBucket(config.bucket_name)
        self.due = TimerIndex(self.table)
        self.timer_queue = Queue(config.timers_queue_url)
        self.bus = Bus(config.event_bus_name)
        self.streams_dead = Queue(config.streams_dead_url)
        self._states = TtlCache[str, States](STATES_SECONDS)
        self._catalog = TtlCache[str, Catalog](CATALOG_SECONDS)
        self._holders = TtlCache[str, tuple[Token, Person | None] | None](TOKENS_SECONDS)

    def states(self, covering: Collection[int] = ()) -> States:
        """The desk's states; read anew when one of the ids in `covering` is not among the remembered ones.

        Raises NotSetUp.
        """
        states = self._states.get("all", self._load_states)
        if all(state_id in states.rows for state_id in covering):
            return states
        return self.fresh_states()

    def fresh_states(self) -> States:
        """The states as they are in the table now. Raises NotSetUp."""
        return self.keep_states(self._load_states())

    def keep_states(self, states: States) -> States:
        """Go by these states from now on: they have just been read or written."""
        return self._states.put("all", states)

    def _load_states(self) -> States:
        states = self.state_rows.load()
        if states is None:
            raise NotSetUp
        return states

    def catalog(self) -> Catalog:
        """The desk's catalog."""
        return self._catalog.get("all", self.catalogs.load)

    def forget_catalog(self) -> None:
        """Read the catalog anew on its next use."""
        self._catalog.forget("all")

    def holder(self, text: str) -> tuple[Token, Person | None] | None:
        """The token with this text and the person it belongs to; None when there is none."""
        return self._holders.get(text, lambda: self._load_holder(text))

    def _load_holder(self, text: str) -> tuple[Token, Person | None] | None:
        token = self.tokens.find(text)
        if token is None:
            return None
        return token, None if token.person_id is None else self.people.get(token.person_id)


@cache
def shared_resources() -> Resources:
    """This process's backing, made on first use."""
    return Resources(settings.get())


def reset() -> None:
    """Drop every client, memory and setting of this process."""
    shared_resources.cache_clear()
    settings.forget()
