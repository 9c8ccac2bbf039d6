"""`make fuzz`: calls that nobody has thought of, made from the description by Schemathesis, against a local desk.

No call may end in a failure of the desk, and each answer has to be one that the description knows.
"""

import os
import subprocess
import sys
from pathlib import Path

import httpx

from tools.engine import running_engine
from tools.local_desk.server.background import RunningDesk, running_desk
from tools.openapi.document import COMMITTED

CONFIGURATION = Path(__file__).parent / "schemathesis.toml"


def main() -> int:
    """Try the APIs; the program's exit status. `sys.argv` holds the command that starts Schemathesis."""
    with running_engine() as engine, running_desk(engine) as desk:
        _give_it_tickets(desk)
        command = [*sys.argv[1:], "--config-file", str(CONFIGURATION), "run", str(COMMITTED), "--url", desk.base_url]
        return subprocess.run(command, env=os.environ | _secrets(desk), check=False).returncode


def _give_it_tickets(desk: RunningDesk) -> None:
    """Some tickets to talk about; of the first one, the second comment is the agent's."""
    client, agent = ({"X-Token": desk.credentials[name]["token"]} for name in ("client", "agent"))
    with httpx.Client(base_url=desk.base_url) as http:
        for number in range(1, 4):
            ticket = {"summary": f"Number {number}", "comment_body": "Please help"}
            http.post("/support/tickets", headers=client, json=ticket).raise_for_status()
        http.post("/support/tickets/1/comments", headers=agent, json={"body": "On it"}).raise_for_status()


def _secrets(desk: RunningDesk) -> dict[str, str]:
    known = desk.credentials
    return {
        "CLIENT_TOKEN": known["client"]["token"],
        "AGENT_TOKEN": known["agent"]["token"],
        "ADMIN_TOKEN": known["admin"]["token"],
        "API_KEY": known["happyfox"]["api_key"],
        "AUTH_CODE": known["happyfox"]["auth_code"],
    }


if __name__ == "__main__":
    sys.exit(main())
