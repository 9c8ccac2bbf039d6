"""A desk with everybody who may call it, and things to call it about, new each time."""

import itertools
from collections.abc import Sequence
from string import Formatter
from typing import Any

from tests.functional.callers import set_up
from tests.functional.permissions import ZAMMAD, Api, Role
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World


class Cast:
    """The desk of this module, and the credentials of those who call it."""

    def __init__(self, world: World) -> None:
        """Set the desk up."""
        self.world = world
        self.tokens = set_up(world)
        people: list[dict[str, Any]] = [
            {"email": "bystander@example.com", "name": "Bo Bystander", "permissions": ["chat"]},
            {"email": "stranger@example.com", "name": "Sam Stranger"},
        ]
        tokens = [{"name": person["email"].partition("@")[0], "person": person["email"]} for person in people]
        self.tokens |= set_up(world, {"people": people, "tokens": tokens})
        self.standing: dict[str, tuple[str, Any]] = {}

    def token(self, name: str) -> str:
        """A person's token."""
        return str(self.tokens[name]["token"])

    def credentials(self, role: Role, api: Api) -> Sequence[str]:
        """What this role could try with this API; the first is what it is meant to."""
        if role == "key":
            key, code = self.tokens["happyfox"]["api_key"], self.tokens["happyfox"]["auth_code"]
            return [f"{key}:{code}"] if role in api.belongs_to else [f"{key}:{code}", key, code]
        token = self.token(role)
        if role in api.belongs_to:
            return [token]
        return [f"{role}@example.com:{token}", f"{token}:{token}", f"{token}:", f":{token}", token]

    def person(self, name: str) -> Client:
        """A person who calls the Tickets API."""
        return self.world.client({"X-Token": self.token(name)})


class Targets:
    """Things to be named in a call, new each time."""

    _counted = itertools.count(1)

    def __init__(self, cast: Cast) -> None:
        """Make them at this desk; tickets are the client's."""
        self._cast = cast
        self._client, self._agent = cast.person("client"), cast.person("agent")

    def fill(self, template: Any) -> Any:
        """The template with everything in braces replaced by what it names."""
        match template:
            case dict():
                return {key: self.fill(value) for key, value in template.items()}
            case str():
                names = [name for _, name, _, _ in Formatter().parse(template) if name]
                made = {name: getattr(self, name)() for name in names}
                return made[names[0]] if [f"{{{name}}}" for name in names] == [template] else template.format(**made)
            case _:
                return template

    def ticket(self) -> int:
        """Open a ticket and return its number."""
        body = {"summary": "It is broken", "comment_body": "Please help"}
        return int(_made(self._client.post("/support/tickets", json=body))["number"])

    def closed_ticket(self) -> int:
        """Open and close a ticket and return its number."""
        return int(_made(self._client.post(f"/support/tickets/{self.ticket()}/close", json={}))["number"])

    def comment(self) -> int:
        """Let staff comment on a new ticket and return the comment's id."""
        path = f"/support/tickets/{self.ticket()}/comments"
        return int(_made(self._agent.post(path, json={"body": "On it"}))["id"])

    def state(self) -> int:
        """Create a state and return its id."""
        body = {"name": self.name(), "state_type_id": 2}
        headers = ZAMMAD.headers(self._cast.token("admin"))
        return int(_made(self._cast.world.client(headers).post("/api/v1/ticket_states", json=body))["id"])

    def name(self) -> str:
        """Return a name that nothing has yet."""
        return f"number {next(self._counted)}"

    def agent(self) -> int:
        """Return the id of the agent."""
        return int(self._cast.tokens["agent"]["person_id"])

    def client(self) -> int:
        """Return the id of the client."""
        return int(self._cast.tokens["client"]["person_id"])

    def group(self) -> int:
        """Return the id of a group."""
        return 1

    def category(self) -> int:
        """Return the id of a category."""
        return 1


def _made(response: Response) -> dict[str, Any]:
    assert response.status in {200, 201}, response
    made: dict[str, Any] = response.json()
    return made
