"""Run as a program with the last release on its import path: load items into a desk, send calls, print the answers.

Standard input is a JSON object with `template`, `now`, `items` and `calls`, each of which has `path` and `headers`. The
answers to the calls, and last that of an empty set-up document, are printed as JSON.
"""

import json
import logging
import sys
from datetime import datetime
from pathlib import Path

from tools.engine import Engine
from tools.local_desk.clock import Clock
from tools.local_desk.items import load
from tools.local_desk.world import World


def main() -> None:
    """Answer the calls that standard input names."""
    logging.disable()
    wanted = json.load(sys.stdin)
    clock = Clock(datetime.fromisoformat(wanted["now"]))
    with World(Engine(), template=Path(wanted["template"]), clock=clock) as world:
        load(world, wanted["items"])
        answers = [world.client(call["headers"]).get(call["path"]) for call in wanted["calls"]]
        shown = [{"status": answer.status, "body": answer.json()} for answer in answers]
        shown.append({"status": 200, "body": world.invoke("OpsSetUpDesk", {})})
    json.dump(shown, sys.stdout)


main()
