"""Clients and caches that a process keeps between requests."""

from collections.abc import Collection, Iterable, Mapping
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

from polydesk import settings
from polydesk.desk.ttl_cache import TtlCache
from polydesk.domain.catalog import Catalog, Category, Group
from polydesk.domain.person import Person
from polydesk.domain.state import States
from polydesk.storage.aws.dynamo_table import DynamoTable
from polydesk.storage.both_indexes import BothIndexes, BothOwnSets
from polydesk.storage.catalogs import Catalogs
from polydesk.storage.idempotency import Idempotency
from polydesk.storage.migrations import Migrations, Progress
from polydesk.storage.people import People
from polydesk.storage.state_index.index import StateIndex
from polydesk.storage.states import StateRows
from polydesk.storage.table import Table
from polydesk.storage.ticket_places import SETS_STEP, TicketPlaces
from polydesk.storage.tickets import Tickets
from polydesk.storage.tokens import Token, Tokens

if TYPE_CHECKING:
    from polydesk.domain.labels import Labels
    from polydesk.domain.memberships import Memberships
    from polydesk.storage.aws.bucket import FileBucket
    from polydesk.storage.aws.bus import Bus
    from polydesk.storage.aws.event_sources import EventSources
    from polydesk.storage.aws.queue import Queue
    from polydesk.storage.fact_index import FactIndex
    from polydesk.storage.files import FileRecords
    from polydesk.storage.hidden_sets import HiddenSets
    from polydesk.storage.known_tags import KnownTags
    from polydesk.storage.labels import LabelRows
    from polydesk.storage.memberships import MembershipRows
    from polydesk.storage.name_pointers import NamePointers
    from polydesk.storage.people_index import PeopleIndex
    from polydesk.storage.purges import Purges
    from polydesk.storage.search_index.index import SearchIndex
    from polydesk.storage.timer_index import TimerIndex

STATES_SECONDS = 10.0
"""How long a warm function may use an older list of states than the current one."""

TOKENS_SECONDS = 60.0
"""How long a warm function may accept a token after it was revoked."""

CATALOG_SECONDS = 60.0
"""How long a warm function may use an older catalog, older labels or memberships than the current ones."""

MIGRATIONS_SECONDS = 60.0
"""How long a warm function may use an older progress of the migrations than the current one."""


class NotSetUp(RuntimeError):
    """The desk has no states yet: the set-up function has not been run."""


class Resources:
    """Storage and caches of one process, safe to share among threads.

    What only some functions need is imported on first use: every function pays for its imports when it starts.
    """

    def __init__(self, config: settings.Settings, table: Table | None = None) -> None:
        """Use this table, or else connect to the one that the settings name."""
        self.config = config
        self.table = table or DynamoTable(config.table_name)
        self.former_index = StateIndex(self.table)
        self.ticket_index = BothIndexes(self.table, self.former_index, partial(self.is_migrated, SETS_STEP))
        self.own_sets = BothOwnSets(self.table, partial(self.is_migrated, SETS_STEP))
        is_begun = partial(self.is_begun, SETS_STEP)
        self.places = TicketPlaces(self.former_index, self.ticket_index, self.own_sets, is_begun)
        self.tickets = Tickets(self.table, self.places)
        self.people = People(self.table, self.is_migrated)
        self.catalogs = Catalogs(self.table)
        self.state_rows = StateRows(self.table)
        self.tokens = Tokens(self.table)
        self.idempotency = Idempotency(self.table)
        self.migrations = Migrations(self.table)
        self._states = TtlCache[str, States](STATES_SECONDS)
        self._catalog = TtlCache[str, Catalog](CATALOG_SECONDS)
        self._labels: TtlCache[str, Labels] = TtlCache(CATALOG_SECONDS)
        self._memberships: TtlCache[str, Memberships] = TtlCache(CATALOG_SECONDS)
        self._progress = TtlCache[str, dict[int, Progress]](MIGRATIONS_SECONDS)
        self._complete = set[int]()
        self.holders = TtlCache[str, tuple[Token, Person | None] | None](TOKENS_SECONDS)

    @cached_property
    def files(self) -> "FileRecords":
        """The records of files."""
        from polydesk.storage.files import FileRecords

        return FileRecords(self.table)

    @cached_property
    def objects(self) -> "FileBucket":
        """The bucket of files."""
        from polydesk.storage.aws.bucket import FileBucket

        return FileBucket(self.config.bucket_name)

    @cached_property
    def search_index(self) -> "SearchIndex":
        """The postings of words."""
        from polydesk.storage.search_index.index import SearchIndex

        return SearchIndex(self.table)

    @cached_property
    def hidden_sets(self) -> "HiddenSets":
        """The hidden tickets."""
        from polydesk.storage.hidden_sets import HiddenSets

        return HiddenSets(self.table)

    @cached_property
    def fact_index(self) -> "FactIndex":
        """The index of facts and times."""
        from polydesk.storage.fact_index import FactIndex

        return FactIndex(self.table)

    @cached_property
    def known_tags(self) -> "KnownTags":
        """The tags that tickets have or have had."""
        from polydesk.storage.known_tags import KnownTags

        return KnownTags(self.table)

    @cached_property
    def label_rows(self) -> "LabelRows":
        """The declared labels, as they are stored."""
        from polydesk.storage.labels import LabelRows

        return LabelRows(self.table)

    @cached_property
    def membership_rows(self) -> "MembershipRows":
        """The memberships, as they are stored."""
        from polydesk.storage.memberships import MembershipRows

        return MembershipRows(self.table)

    @cached_property
    def name_pointers(self) -> "NamePointers":
        """The items that lead from names to people, for their repair."""
        from polydesk.storage.name_pointers import NamePointers

        return NamePointers(self.table, self.people)

    @cached_property
    def purges(self) -> "Purges":
        """The removal of tickets."""
        from polydesk.storage.purges import Purges

        return Purges(self.table, self.places)

    @cached_property
    def people_index(self) -> "PeopleIndex":
        """The people by kind and by words."""
        from polydesk.storage.people_index import PeopleIndex

        return PeopleIndex(self.table, self.people, self.is_migrated)

    @cached_property
    def timer_index(self) -> "TimerIndex":
        """The index of timers."""
        from polydesk.storage.timer_index import TimerIndex

        return TimerIndex(self.table)

    @cached_property
    def timer_queue(self) -> "Queue":
        """The queue of tickets with an expired timer."""
        from polydesk.storage.aws.queue import Queue

        return Queue(self.config.timers_queue_url)

    @cached_property
    def bus(self) -> "Bus":
        """The event bus."""
        from polydesk.storage.aws.bus import Bus

        return Bus(self.config.event_bus_name)

    @cached_property
    def streams_dead(self) -> "Queue":
        """The queue of stream records that cannot be processed."""
        from polydesk.storage.aws.queue import Queue

        return Queue(self.config.streams_dead_url)

    @cached_property
    def event_sources(self) -> "EventSources":
        """What calls functions of streams and queues."""
        from polydesk.storage.aws.event_sources import EventSources

        return EventSources(self.config.event_sources, self.config.table_name)

    def states(self, covering: Collection[int] = ()) -> States:
        """Return the desk's states, read again when one of the ids in `covering` is not among the cached ones.

        Raises NotSetUp.
        """
        states = self._states.get("all", self._load_states)
        if all(state_id in states.rows for state_id in covering):
            return states
        return self.fresh_states()

    def fresh_states(self) -> States:
        """Return the states as they are in the table now. Raises NotSetUp."""
        return self.keep_states(self._load_states())

    def keep_states(self, states: States) -> States:
        """Cache these states, which have just been read or written."""
        return self._states.put("all", states)

    def _load_states(self) -> States:
        states = self.state_rows.load()
        if states is None:
            raise NotSetUp
        return states

    def catalog(self) -> Catalog:
        """Return the desk's catalog."""
        return self._catalog.get("all", self.catalogs.load)

    def group(self, group_id: int) -> Group:
        """Return the group, however new it is. Raises GroupNotFound."""
        if group_id not in self.catalog().groups:
            self.forget_catalog()
        return self.catalog().group(group_id)

    def groups(self, covering: Iterable[int]) -> Mapping[int, Group]:
        """Return the desk's groups, read again when one of the ids in `covering` is not among the cached ones."""
        if not self.catalog().groups.keys() >= {*covering}:
            self.forget_catalog()
        return self.catalog().groups

    def category(self, category_id: int) -> Category:
        """Return the category, however new it is, also a deleted one. Raises CategoryNotFound."""
        if category_id not in self.catalog().all_categories:
            self.forget_catalog()
        return self.catalog().category(category_id)

    def fresh_catalog(self) -> Catalog:
        """Return the catalog as it is in the table now."""
        return self._catalog.put("all", self.catalogs.load())

    def labels(self) -> "Labels":
        """Return the desk's labels."""
        return self._labels.get("all", self.label_rows.load)

    def fresh_labels(self) -> "Labels":
        """Return the labels as they are in the table now."""
        return self._labels.put("all", self.label_rows.load())

    def memberships(self) -> "Memberships":
        """Return which agents belong to which groups."""
        return self._memberships.get("all", self.membership_rows.load)

    def forget_catalog(self) -> None:
        """Read the catalog, the labels and the memberships again on their next use."""
        self._memberships.forget("all")
        self._catalog.forget("all")
        self._labels.forget("all")

    def is_migrated(self, step: int) -> bool:
        """Return whether this step of the migrations is complete, so that the table has no old items of its kind.

        A step that has been complete once counts as complete for good: to run it again changes no item that is right.
        """
        if step not in self._complete and self._progress_of(step).complete:
            self._complete.add(step)
        return step in self._complete

    def is_begun(self, step: int) -> bool:
        """Return whether this step of the migrations has begun or is complete, so that new items may be written."""
        return self.is_migrated(step) or self._progress_of(step).version > 0

    def _progress_of(self, step: int) -> Progress:
        stored = self._progress.get("all", self.migrations.all)
        return stored.get(step, Progress(step))


@cache
def shared_resources() -> Resources:
    """Return this process's resources, created on first use."""
    return Resources(settings.get())


def reset() -> None:
    """Drop every client, cache and setting of this process."""
    shared_resources.cache_clear()
    settings.reset()
