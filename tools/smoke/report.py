"""Runs checks, prints a line for each, and remembers whether one has failed."""

import time
from collections.abc import Callable

import httpx
from botocore.exceptions import BotoCoreError, ClientError

from tools.smoke.stack import Failed

Check = Callable[[], str]
"""Returns a remark for the line, or nothing. Raises Failed and errors of HTTP and AWS."""

_EXPECTED = (Failed, TimeoutError, httpx.HTTPError, BotoCoreError, ClientError)


class Report:
    """The lines of one smoke test."""

    def __init__(self, show: Callable[[str], None] = print) -> None:
        """Print each line with `show`."""
        self._show = show
        self.passed = 0
        self.failed = 0

    def run(self, title: str, check: Check) -> bool:
        """Run a check and print its line. Return whether it passed."""
        begun = time.monotonic()
        try:
            remark, passed = check(), True
        except _EXPECTED as failure:
            remark, passed = str(failure) or type(failure).__name__, False
        self.passed += passed
        self.failed += not passed
        mark = "ok  " if passed else "FAIL"
        self._show(f"{mark}  {time.monotonic() - begun:5.1f} s  {title}{f': {remark}' if remark else ''}")
        return passed

    @property
    def summary(self) -> str:
        """The last line."""
        return f"{self.passed} passed, {self.failed} failed"
