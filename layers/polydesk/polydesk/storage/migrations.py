"""How far each step of the migrations has come on this desk: one item for each step, all in one partition."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from polydesk.domain.errors import WriteConflict
from polydesk.storage import keys
from polydesk.storage.codec import Item, read_times
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.transaction import ABSENT, PutItem, same

SAVE_SECONDS = 5.0
"""How long a run tries to save its progress."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a step. `cursor` is where the next run continues, None for the beginning.

    `changed` counts the changes of all runs since the beginning. `version` is 0 until the progress is stored.
    """

    step: int
    cursor: int | str | None = None
    changed: int = 0
    completed_at: datetime | None = None
    version: int = 0

    @property
    def complete(self) -> bool:
        """Whether the step has gone through the whole table."""
        return self.completed_at is not None


class Migrations:
    """The progress of the steps on one desk."""

    def __init__(self, table: Table) -> None:
        """Store it in the table."""
        self._table = table

    def progress(self, step: int) -> Progress:
        """Return the progress of a step, which has none at first."""
        item = self._table.get(keys.migration(step))
        return _progress_of(item) if item else Progress(step)

    def all(self) -> dict[int, Progress]:
        """Return the progress that is stored, by step."""
        found = map(_progress_of, self._table.query(keys.MIGRATIONS))
        return {progress.step: progress for progress in found}

    def save(self, progress: Progress) -> Progress:
        """Write the progress. Raises WriteConflict when another run has written it since it was read."""
        condition = same(version=progress.version) if progress.version else ABSENT
        after = replace(progress, version=progress.version + 1)
        put = PutItem(keys.migration(after.step), _progress_item(after), condition, WriteConflict())
        self._table.commit([put], Deadline(SAVE_SECONDS))
        return after

    def initial_items(self, steps: Iterable[int], now: datetime) -> list[PutItem]:
        """Return the operations that mark these steps as complete, for a table that has nothing to change."""
        return [
            PutItem(keys.migration(step), _progress_item(Progress(step, completed_at=now, version=1))) for step in steps
        ]


def _progress_item(progress: Progress) -> Item:
    return {
        "type": "migration",
        "version": progress.version,
        "step": progress.step,
        "cursor": progress.cursor,
        "changed": progress.changed,
        "completed": progress.completed_at,
    }


def _progress_of(item: Item) -> Progress:
    return Progress(
        step=item["step"],
        cursor=item.get("cursor"),
        changed=item["changed"],
        completed_at=read_times(item, "completed").get("completed"),
        version=item["version"],
    )
