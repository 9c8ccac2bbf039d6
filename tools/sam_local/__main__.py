"""`make sam-local`: prepare a desk for `sam local`, print the commands, and keep its AWS running until Ctrl-C.

That AWS listens on LOCAL_AWS_PORT of LOCAL_AWS_HOST. It starts empty and keeps nothing. With ENDPOINT, the URL of an
AWS that is running and empty, such as moto's server, nothing is started.
"""

import os
import platform
import signal
import sys
import tempfile
import threading
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from tools.local_aws.cloud import ROOT, local_aws
from tools.local_aws.processes import StartFailed
from tools.local_aws.runtime import MACHINES
from tools.local_aws.stack import BUILD
from tools.sam_local.addresses import listens_at, seen_from_container
from tools.sam_local.desk import CREDENTIALS, NotEmpty, Tokens, sample_desk
from tools.sam_local.files import write, write_template

FOLDER = ROOT / ".local" / "sam"


def main() -> None:
    """Prepare the desk. Without ENDPOINT, wait for a signal."""
    try:
        if endpoint := os.environ.get("ENDPOINT"):
            _prepare(endpoint)
        else:
            _run()
    except (StartFailed, NotEmpty, BotoCoreError, ClientError) as failure:
        sys.exit(str(failure))


def _run() -> None:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    host, port = os.environ.get("LOCAL_AWS_HOST") or listens_at(), int(os.environ.get("LOCAL_AWS_PORT") or 4566)
    with (
        tempfile.TemporaryDirectory(prefix="polydesk-") as folder,
        local_aws(port, Path(folder) / "ministack.log", host) as cloud,
    ):
        _prepare(cloud.url)
        print("\nThe local AWS runs until Ctrl-C.", flush=True)
        stop.wait()


def _prepare(url: str) -> None:
    template = write_template(BUILD, MACHINES[platform.machine()])
    tokens = sample_desk(url)
    write(FOLDER, seen_from_container(url), tokens)
    print("\n".join(commands(template, tokens)), flush=True)


def commands(template: Path, tokens: Tokens) -> list[str]:
    """Return the commands to type, in the root of the repository."""
    sam, given = ".tools/sam/bin/sam local", f"-t {_short(template)} -n {_short(FOLDER)}/env.json"
    return [
        *(f"export {name}={value}" for name, value in CREDENTIALS.items()),
        f"{sam} invoke SelectelCreateTicket {given} -e {_short(FOLDER)}/events/selectel/create_ticket.json",
        f"{sam} start-api {given}      # then, in another terminal:",
        f"curl -H 'X-Token: {tokens['client']['token']}' http://127.0.0.1:3000/support/tickets",
    ]


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
