"""`make clients`: run the programs against a desk, print a line for each, and end with 1 if one failed.

STACK                a stack that `make deploy-local` has deployed; without it a desk is served for the run
AWS_ENDPOINT_URL     with STACK: the local AWS. The programs write to the desk, so a stack on AWS is refused
"""

import os
import sys
import tempfile
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from tools.clients import beedumper, happyfox_habits, hfox, supportbee_habits, zammad, zammad_habits
from tools.clients.desk import Desk, deployed_desk, served_desk
from tools.smoke.report import Report
from tools.smoke.stack import Failed, Stack

PROGRAMS = {"beedumper 0.1.6": beedumper.tour, "hfox 1.0.0rc3": hfox.tour, **zammad.TOURS}
HABITS = {
    **{f"SupportBee: {title}": habit for title, habit in supportbee_habits.HABITS.items()},
    **{f"HappyFox: {title}": habit for title, habit in happyfox_habits.HABITS.items()},
    **{f"Zammad: {title}": habit for title, habit in zammad_habits.HABITS.items()},
}


def run(desk: Desk, report: Report) -> None:
    """Run everything against a desk."""
    for title, habit in HABITS.items():
        report.run(title, partial(habit, desk))
    for title, tour in PROGRAMS.items():
        with tempfile.TemporaryDirectory(prefix="polydesk-") as folder:
            report.run(title, partial(tour, desk, Path(folder)))


def _desk() -> AbstractContextManager[Desk]:
    """Return the desk that the environment names. Raises Failed for a stack that is not on a local AWS."""
    name, endpoint = os.environ.get("STACK", ""), os.environ.get("AWS_ENDPOINT_URL", "")
    if not name:
        return served_desk()
    if not endpoint:
        raise Failed("AWS_ENDPOINT_URL is missing: the programs write to the desk, so they run on a local AWS only")
    return deployed_desk(Stack(name, endpoint))


def main() -> None:
    """Run the programs."""
    report = Report()
    try:
        with _desk() as desk:
            print(f"The desk is at {desk.base_url}", flush=True)
            run(desk, report)
    except (Failed, BotoCoreError, ClientError) as failure:
        sys.exit(f"The clients cannot be run: {failure}")
    print(report.summary)
    sys.exit(1 if report.failed else 0)


if __name__ == "__main__":
    main()
