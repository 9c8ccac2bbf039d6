"""`make deploy-local`: the built stack in an AWS on this machine, until Ctrl-C.

LOCAL_AWS_PORT is where that AWS listens. It starts empty and keeps nothing. Schedules run there as they do in AWS.
"""

import os
import signal
import sys
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path

from tools.local_aws.cloud import local_aws
from tools.local_aws.differences import let_plain_http_pass, name_the_batches, tell_the_time
from tools.local_aws.processes import DidNotStart
from tools.local_aws.stack import Failed, Stack, deploy

TICK_SECONDS = 20.0


def main() -> None:
    """Deploy, say how to call it, and wait."""
    ending = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ending.set())
    port = int(os.environ.get("LOCAL_AWS_PORT") or 4566)
    with tempfile.TemporaryDirectory(prefix="polydesk-") as folder:
        try:
            with local_aws(port, Path(folder) / "ministack.log") as cloud:
                stack = deploy(cloud)
                name_the_batches(stack)
                let_plain_http_pass(stack)
                _announce(stack)
                while not ending.wait(TICK_SECONDS):
                    tell_the_time(stack, datetime.now(UTC))
        except (DidNotStart, Failed) as failure:
            sys.exit(str(failure))


def _announce(stack: Stack) -> None:
    print("The desk is deployed. It has no people yet; these make a sample desk, and answer its tokens:\n", flush=True)
    for name, value in stack.cloud.credentials.items():
        print(f"export {name}={value}")
    print(
        f"aws lambda invoke --function-name {stack.outputs['SetUpFunction']} "
        "--cli-binary-format raw-in-base64-out --payload file://events/ops/set_up_desk.json /dev/stdout\n\n"
        f"The four APIs begin at {stack.base_url}",
        flush=True,
    )


if __name__ == "__main__":
    main()
