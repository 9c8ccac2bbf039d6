"""A desk with callers of every role, in the scene that the events of events/ refer to."""

from collections.abc import Sequence
from typing import Any

from polydesk.desk import desk
from polydesk.storage import keys
from tests.functional.callers import set_up
from tests.functional.permissions import Role, credentials_of, takes_credentials_of
from tests.functional.replays import set_scene
from tools.local_desk.client import Client
from tools.local_desk.items import dump, load
from tools.local_desk.moto_patches import snapshots
from tools.local_desk.world import World
from tools.openapi.endpoints import Endpoint

RATES = keys.rate_window("", "", 0).pk.partition("#")[0]
"""The prefix of the items that count requests per minute."""


class Users:
    """The callers of one desk. What they change can be undone, so that each event makes sense any number of times."""

    def __init__(self, world: World) -> None:
        """Set the desk up."""
        self.world = world
        self.tokens = set_up(world)
        people: list[dict[str, Any]] = [
            {"email": "bystander@example.com", "name": "Bo Bystander", "permissions": []},
            {"email": "stranger@example.com", "name": "Sam Stranger"},
        ]
        tokens = [{"name": person["email"].partition("@")[0], "person": person["email"]} for person in people]
        self.tokens |= set_up(world, {"people": people, "tokens": tokens})
        set_scene(world, self.tokens)
        self._items = dump(world)
        self._snapshot = snapshots.take(self._table) if world.is_all_moto else None

    @property
    def _table(self) -> str:
        [table] = self.world.template.tables
        return table.name

    def restore(self, *, but_for_counted_requests: bool = False) -> None:
        """Undo all changes since the desk was set up; requests that were counted can stay counted."""
        counted = [item for (pk, _), item in dump(self.world).items() if pk.startswith(RATES)]
        if self._snapshot is not None:
            snapshots.restore(self._table, self._snapshot)
        else:
            self._delete(dump(self.world).keys() - self._items.keys())
            load(self.world, list(self._items.values()))
        if but_for_counted_requests:
            load(self.world, counted)
        desk.reset()

    def _delete(self, found: set[tuple[str, str]]) -> None:
        for pk, sk in found:
            self.world.aws.dynamodb.delete_item(TableName=self._table, Key={"pk": {"S": pk}, "sk": {"S": sk}})

    def token(self, name: str) -> str:
        """Return a person's token."""
        return str(self.tokens[name]["token"])

    def credentials(self, role: Role, endpoint: Endpoint) -> Sequence[str]:
        """Return what this role can try with the endpoint's API; the first is what the API expects."""
        fits = takes_credentials_of(endpoint, role)
        if role == "key":
            key, code = self.tokens["happyfox"]["api_key"], self.tokens["happyfox"]["auth_code"]
            return [f"{key}:{code}"] if fits else [f"{key}:{code}", key, code]
        token = self.token(role)
        return [token] if fits else [f"{role}@example.com:{token}", f"{token}:{token}", f"{token}:", f":{token}", token]

    def headers(self, role: Role, endpoint: Endpoint) -> dict[str, str]:
        """Return the headers with which this role calls the endpoint."""
        return credentials_of(endpoint).headers(self.credentials(role, endpoint)[0])

    def person(self, name: str) -> Client:
        """Return a person who calls the Tickets API."""
        return self.world.client({"X-Token": self.token(name)})
