"""Run an AWS emulator on this machine: ministack, with IAM enforced."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from tools.local_aws.processes import program, wait_for

ROOT = Path(__file__).parents[2]
MINISTACK = ROOT / ".tools" / "local-aws" / "bin" / "ministack"
REGION = "eu-central-1"
ACCOUNT = "000000000000"
START_SECONDS = 60.0

CREDENTIALS = {
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    "AWS_ACCESS_KEY_ID": ACCOUNT,  # which makes the caller ministack's root user
    "AWS_SECRET_ACCESS_KEY": "local",
}


@dataclass(frozen=True, slots=True)
class Cloud:
    """A running emulator: its URL and the file of its log."""

    url: str
    log: Path

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables with which a program calls this AWS, as its root user, and no other."""
        return {**CREDENTIALS, "AWS_ENDPOINT_URL": self.url}

    def client(self, service: str) -> Any:
        """Return a boto3 client for a service."""
        session = boto3.Session(
            CREDENTIALS["AWS_ACCESS_KEY_ID"], CREDENTIALS["AWS_SECRET_ACCESS_KEY"], region_name=REGION
        )
        return session.client(service, endpoint_url=self.url)  # type: ignore[call-overload]


@contextmanager
def local_aws(port: int, log: Path, host: str = "127.0.0.1") -> Iterator[Cloud]:
    """Run ministack inside, empty, on that port of an address of this machine. Raises StartFailed.

    Policies are enforced: the root user may do anything, a function what its role allows.
    """
    cloud = Cloud(f"http://{host}:{port}", log)
    environment = {
        **CREDENTIALS,
        "PATH": os.environ["PATH"],
        "HOME": str(log.parent),
        "TMPDIR": str(log.parent),
        "AUTH": "true",
        "BIND_HOST": host,
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": host,
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "MINISTACK_REGION": REGION,
    }
    with program([MINISTACK], environment=environment, cwd=log.parent, log=log) as process:
        wait_for(f"{cloud.url}/_ministack/ready", process, log, START_SECONDS)
        yield cloud
