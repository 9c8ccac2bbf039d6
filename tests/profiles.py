"""How much the tests try, by the environment variable PROFILE.

gate    what `make test` runs (the default): about a hundred examples of a property, fewer where they are expensive
full    what `make check` runs: more examples, and every combination where the gate takes some of them
search  as many as there is patience for, new ones in each run: PROFILE=search pytest tests/unit
"""

import os
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import cycle, product

from hypothesis import Phase, settings

PROFILE = os.environ.get("PROFILE") or "gate"
FULL = PROFILE != "gate"

# A gate must not fail by luck, so its examples are derived from the test alone (there is no seed to note).
settings.register_profile("gate", derandomize=True, deadline=None, print_blob=True, report_multiple_bugs=False)
settings.register_profile("full", settings.get_profile("gate"), max_examples=200)
settings.register_profile("search", deadline=None, max_examples=1000, print_blob=True)


def load() -> None:
    """Let the profile decide over tests that do not say how many examples they need."""
    settings.load_profile(PROFILE)


def number(gate: int, full: int) -> int:
    """Return the number of this profile, such as of examples to try."""
    return full if FULL else gate


def examples(gate: int, full: int) -> settings:
    """Return the settings of an expensive property."""
    return settings(max_examples=number(gate, full))


def model(gate: int, full: int, steps: int) -> settings:
    """Return the settings of a state machine. The gate does not shrink what it finds, which would take minutes."""
    phases = tuple(Phase) if FULL else (Phase.explicit, Phase.generate)
    return settings(max_examples=number(gate, full), stateful_step_count=steps, phases=phases)


def pairs_of_parts[A, B](some: Iterable[A], others: Sequence[B], part: Callable[[A], Hashable]) -> list[tuple[A, B]]:
    """Return the `pairs` of those that are the first of their part, and each of the rest with one of the others."""
    firsts: dict[Hashable, A] = {}
    rest = [one for one in some if firsts.setdefault(part(one), one) is not one]
    return [*pairs(firsts.values(), others), *zip(rest, cycle(others), strict=False)]


def pairs[A, B](some: Iterable[A], others: Sequence[B]) -> list[tuple[A, B]]:
    """Return each of `some` with all the others; in the gate with one of them, in turn."""
    return list(product(some, others) if FULL else zip(some, cycle(others), strict=False))
