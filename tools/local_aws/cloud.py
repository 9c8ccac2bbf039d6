"""An AWS on this machine: ministack, with its IAM switched on."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from tools.local_aws.processes import running, wait_for

ROOT = Path(__file__).parents[2]
MINISTACK = ROOT / ".tools" / "local-aws" / "bin" / "ministack"
REGION = "eu-central-1"
ACCOUNT = "000000000000"
STARTS_WITHIN_SECONDS = 60.0

OURS = {
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    "AWS_ACCESS_KEY_ID": ACCOUNT,  # who calls ministack with the number of the account is its root
    "AWS_SECRET_ACCESS_KEY": "local",
}


@dataclass(frozen=True, slots=True)
class Cloud:
    """A running one: where it listens, and where it writes its log."""

    url: str
    log: Path

    @property
    def credentials(self) -> dict[str, str]:
        """The environment of a program that is to reach this AWS, as its root, and no other."""
        return {**OURS, "AWS_ENDPOINT_URL": self.url}

    def client(self, service: str) -> Any:
        """A boto3 client of that service."""
        session = boto3.Session(OURS["AWS_ACCESS_KEY_ID"], OURS["AWS_SECRET_ACCESS_KEY"], region_name=REGION)
        return session.client(service, endpoint_url=self.url)  # type: ignore[call-overload]


@contextmanager
def local_aws(port: int, log: Path) -> Iterator[Cloud]:
    """Run ministack on that port of 127.0.0.1, empty, for as long as the block lasts. Raises DidNotStart.

    Policies are enforced: who calls with the number of the account may do anything, a function what its role allows.
    """
    cloud = Cloud(f"http://127.0.0.1:{port}", log)
    environment = {
        **OURS,
        "PATH": os.environ["PATH"],
        "HOME": str(log.parent),
        "TMPDIR": str(log.parent),
        "AUTH": "true",
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": "127.0.0.1",
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "MINISTACK_REGION": REGION,
    }
    with running([MINISTACK], environment=environment, cwd=log.parent, log=log) as process:
        wait_for(f"{cloud.url}/_ministack/ready", process, log, STARTS_WITHIN_SECONDS)
        yield cloud
