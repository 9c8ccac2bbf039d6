"""Reads the paths into an event once. moto builds a parser and reads eight paths for each event that it delivers."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

from jsonpath_ng import ext

PATHS: Any = ext
"""The module has no types."""


@contextmanager
def quick_paths() -> Iterator[None]:
    """Deliver events quickly inside the block."""
    with patch.object(PATHS, "parse", _parsed):
        yield


_parsed = cache(PATHS.parse)
