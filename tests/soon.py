"""That something takes no long time, however busy the machine is with other things."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 5.0
"""Of the processor's time. What is bounded takes less than one; what grows by the square of its input, minutes."""


@contextmanager
def soon() -> Iterator[None]:
    """Fail when what is done inside takes more of the processor's time than it should; waiting does not count."""
    began = time.process_time()
    yield
    assert time.process_time() - began < SECONDS
