"""`make load`: run, print the summary, and fail when anything is lost, doubled, broken or unexplained."""

import logging
import os
import sys
import time
from random import SystemRandom

from tools.load.processes import Plan
from tools.load.run import Result, run

REQUESTS = 2_000
CLIENTS = 8
LIKELY = 0.06
"""Of a fault, at each place where a write can meet one."""
SHOWN = 20
"""Faults of one sort that are printed; the first ones tell most."""


def main() -> int:
    """The program's exit status."""
    os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", AWS_EC2_METADATA_DISABLED="true")
    logging.disable(logging.CRITICAL)  # with faults by the hundred the desk's log says little
    plan = Plan(
        seed=os.environ.get("LOAD_SEED") or str(SystemRandom().randrange(10**6)),
        requests=int(os.environ.get("LOAD_REQUESTS") or REQUESTS),
        clients=CLIENTS,
        likely=float(os.environ.get("LOAD_FAULTS") or LIKELY),
    )
    print(f"{plan.requests} requests of {plan.clients} clients, LOAD_SEED={plan.seed}", flush=True)
    began = time.monotonic()
    result = run(plan)
    print(summary(result, time.monotonic() - began))
    return 0 if result.is_sound else 1


def summary(result: Result, seconds: float) -> str:
    """What a run has come to, in lines."""
    deeds = [deed for report in result.reports for deed in report.deeds]
    account = result.account
    lines = [
        f"requests sent: {sum(report.requests for report in result.reports)} in {seconds:.0f} s",
        f"faults injected: {result.faults.total()}",
        *(f"  {kind}: {count}" for kind, count in sorted(result.faults.items())),
        f"operations acknowledged: {sum(deed.acknowledged for deed in deeds)} of {len(deeds)}, "
        f"{sum(deed.acknowledged and deed.attempts > 1 for deed in deeds)} of them after more than one attempt",
        f"tickets: {result.tickets}, updates: {result.updates}, functions that have succeeded: {result.functions}",
        *_listed("lost", account.lost),
        *_listed("doubled", account.doubled),
        *_listed("there although refused", account.phantom),
        *_listed("broken invariants", [str(breach) for breach in result.breaches]),
        *_listed("failures that no fault explains", result.wrong),
    ]
    return "\n".join(lines)


def _listed(what: str, found: list[str]) -> list[str]:
    more = [f"  … and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    return [f"{what}: {len(found)}", *(f"  {one}" for one in found[:SHOWN]), *more]


if __name__ == "__main__":
    sys.exit(main())
