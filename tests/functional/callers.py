"""Setting a desk up, and calling it."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.local_desk.client import Client
from tools.local_desk.items import Item, dump, load
from tools.local_desk.moto_patches import snapshots
from tools.local_desk.world import World

SET_UP = Path(__file__).parents[2] / "events" / "ops" / "set_up_desk.json"

Tokens = dict[str, dict[str, Any]]
"""What the set-up answered about each token, by the token's name."""


def set_up(world: World, document: dict[str, Any] | None = None) -> Tokens:
    """Declare a desk, by default as the sample document does, and answer its tokens."""
    answer = world.invoke("OpsSetUpDesk", json.loads(SET_UP.read_text()) if document is None else document)
    return {token["name"]: token for token in answer["tokens"]}


@dataclass(slots=True)
class Sample:
    """The sample desk: set up once, then copied into each new world, which is many times as fast."""

    tokens: Tokens = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    snapshot: snapshots.Snapshot = None

    def put_into(self, world: World) -> Tokens:
        """Make the world's stack the sample desk and answer its tokens."""
        [table] = world.template.tables
        if not self.tokens:
            self.tokens = self.prepare(world)
            self.items = list(dump(world).values())
            self.snapshot = snapshots.take(table.name) if world.is_all_moto else None
        elif self.snapshot is not None:
            snapshots.restore(table.name, self.snapshot)
        else:
            load(world, self.items)
        return self.tokens

    def prepare(self, world: World) -> Tokens:
        """Make the desk that is copied afterwards, with what the stream brings about: a copy has no records of it."""
        tokens = set_up(world)
        world.pump()
        return tokens


def caller(world: World, token: str) -> Client:
    """Somebody who calls with this token."""
    return world.client({"X-Token": token})


def newcomer(world: World, email: str, **person: Any) -> Client:
    """A person as described, by default a contact, with a new token."""
    declared = {
        "people": [{"email": email, "name": email.partition("@")[0].title(), **person}],
        "tokens": [{"name": email, "person": email, "rotate": True}],
    }
    return caller(world, set_up(world, declared)[email]["token"])
