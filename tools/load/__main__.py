"""`make load`: run the load, print a summary, and fail when anything was lost, doubled, broken or unexplained."""

import logging
import os
import sys
import time
from random import SystemRandom

from tools.load.processes import Plan
from tools.load.run import Result, run

REQUESTS = 2_000
WORKERS = 8
FAULT_PROBABILITY = 0.06
"""At each place where a write can meet a fault."""
MAX_LISTED = 20
"""Findings of a kind that are printed."""


def main() -> int:
    """Run the load with the settings of the environment and return the exit status."""
    os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", AWS_EC2_METADATA_DISABLED="true")
    logging.disable(logging.CRITICAL)  # every injected fault would be logged
    plan = Plan(
        seed=os.environ.get("LOAD_SEED") or str(SystemRandom().randrange(10**6)),
        requests=int(os.environ.get("LOAD_REQUESTS") or REQUESTS),
        workers=WORKERS,
        fault_probability=float(os.environ.get("LOAD_FAULTS") or FAULT_PROBABILITY),
    )
    print(f"{plan.requests} requests by {plan.workers} workers, LOAD_SEED={plan.seed}", flush=True)
    start = time.monotonic()
    result = run(plan)
    print(summary(result, time.monotonic() - start))
    return 0 if result.passed else 1


def summary(result: Result, seconds: float) -> str:
    """Return the summary of a run."""
    calls = [call for report in result.reports for call in report.calls]
    verdict = result.verdict
    lines = [
        f"requests sent: {sum(report.requests for report in result.reports)} in {seconds:.0f} s",
        f"faults injected: {result.faults.total()}",
        *(f"  {fault}: {count}" for fault, count in sorted(result.faults.items())),
        f"calls acknowledged: {sum(call.acknowledged for call in calls)} of {len(calls)}, "
        f"{sum(call.acknowledged and call.attempts > 1 for call in calls)} of them after more than one attempt",
        f"tickets: {result.tickets}, updates: {result.updates}, functions that succeeded: {result.functions}",
        *_listed("lost", verdict.lost),
        *_listed("written twice", verdict.duplicated),
        *_listed("written although refused", verdict.phantom),
        *_listed("violated invariants", [str(violation) for violation in result.violations]),
        *_listed("failures that no fault explains", result.errors),
    ]
    return "\n".join(lines)


def _listed(title: str, findings: list[str]) -> list[str]:
    more = [f"  … and {len(findings) - MAX_LISTED} more"] if len(findings) > MAX_LISTED else []
    return [f"{title}: {len(findings)}", *(f"  {finding}" for finding in findings[:MAX_LISTED]), *more]


if __name__ == "__main__":
    sys.exit(main())
