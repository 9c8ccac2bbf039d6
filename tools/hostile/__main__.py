"""Part of `make fuzz`: send hostile requests, print a summary, and fail when one was not answered or took too long."""

import logging
import os
import sys
from random import SystemRandom

from tools.engine import running_engine
from tools.hostile.fillings import MAX_TIMES
from tools.hostile.run import Result, run

REQUESTS = 5_000
MAX_LISTED = 20
"""Findings of a kind that are printed."""


def main() -> int:
    """Send the requests that FUZZ_REQUESTS and FUZZ_SEED ask for and return the exit status."""
    os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", AWS_EC2_METADATA_DISABLED="true")
    logging.disable(logging.CRITICAL)  # each refusal would be logged
    seed = os.environ.get("FUZZ_SEED") or str(SystemRandom().randrange(10**6))
    requests = int(os.environ.get("FUZZ_REQUESTS") or REQUESTS)
    print(f"{requests} hostile requests, FUZZ_SEED={seed}", flush=True)
    with running_engine() as engine:
        result = run(engine, requests, seed)
    print(summary(result))
    return 0 if result.passed else 1


def summary(result: Result) -> str:
    """Return the summary of a run."""
    return "\n".join(
        [
            f"answered: {result.requests}",
            *(f"  {status}: {count}" for status, count in sorted(result.statuses.items())),
            f"slowest: {result.slowest:.1f} times the parser of a megabyte of JSON; {MAX_TIMES} are allowed",
            *_listed("too slow", result.slow),
            *_listed("failed", result.failures),
        ]
    )


def _listed(title: str, findings: list[str]) -> list[str]:
    more = [f"  … and {len(findings) - MAX_LISTED} more"] if len(findings) > MAX_LISTED else []
    return [f"{title}: {len(findings)}", *(f"  {finding[:300]}" for finding in findings[:MAX_LISTED]), *more]


if __name__ == "__main__":
    sys.exit(main())
