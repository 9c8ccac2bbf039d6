"""`make deploy-local`: deploy the built stack to an AWS on this machine and keep it running until Ctrl-C.

That AWS listens on LOCAL_AWS_PORT. It starts empty and keeps nothing. Schedules run as they do in AWS.
"""

import os
import signal
import sys
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path

from tools.local_aws.cloud import local_aws
from tools.local_aws.differences import allow_plain_http, set_scheduled_time
from tools.local_aws.processes import StartFailed
from tools.local_aws.stack import Failed, Stack, deploy

TICK_SECONDS = 20.0


def main() -> None:
    """Deploy the stack, print how to call it, and wait for a signal."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    port = int(os.environ.get("LOCAL_AWS_PORT") or 4566)
    with tempfile.TemporaryDirectory(prefix="polydesk-") as folder:
        try:
            with local_aws(port, Path(folder) / "ministack.log") as cloud:
                stack = deploy(cloud)
                allow_plain_http(stack)
                _announce(stack)
                while not stop.wait(TICK_SECONDS):
                    set_scheduled_time(stack, datetime.now(UTC))
        except (StartFailed, Failed) as failure:
            sys.exit(str(failure))


def _announce(stack: Stack) -> None:
    print(
        "The desk is deployed. It has no people yet; these commands set up the sample desk and print its tokens:\n",
        flush=True,
    )
    for name, value in stack.cloud.environment.items():
        print(f"export {name}={value}")
    print(
        f"aws lambda invoke --function-name {stack.outputs['SetUpFunction']} "
        "--cli-binary-format raw-in-base64-out --payload file://events/ops/set_up_desk.json /dev/stdout\n\n"
        f"The base URL of the four APIs is {stack.base_url}",
        flush=True,
    )


if __name__ == "__main__":
    main()
