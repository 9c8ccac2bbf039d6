"""Simulates transactions that hold items of an index for some milliseconds, and repeat when they meet another one.

- A transaction holds all of its items from the time it begins until it ends. One that finds an item held is cancelled;
  it is sent again after a round trip and a pause of the retry policy, with full jitter.
- An attempt is charged two write units for each item, also when it is cancelled.
- Tickets are created with consecutive numbers. Changes meet the newest tickets at random. Both arrive at random times
  with the given mean rates.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from polydesk.storage.retry import BACKOFF_GROWTH, FIRST_BACKOFF_SECONDS, MAX_BACKOFF_SECONDS, REPETITIONS
from tools.contention.layouts import HeldItem, Layout

ROUND_TRIP_SECONDS = 0.003
UNITS_PER_ITEM = 2
FIRST_NUMBER = 1_000
NEWEST = 1_000
"""How many of the newest tickets the changes meet."""


@dataclass(frozen=True, slots=True)
class Load:
    """Creates and changes a second, and the seconds for which a transaction holds its items, at most `jitter` more."""

    creates: float
    changes: float
    hold: float
    jitter: float = 0.005
    seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Policy:
    """When a cancelled transaction is sent again: by default as `storage.retry` does."""

    first: float = FIRST_BACKOFF_SECONDS
    growth: float = BACKOFF_GROWTH
    longest: float = MAX_BACKOFF_SECONDS
    repetitions: int = REPETITIONS

    def pause(self, chance: random.Random, cancelled: int) -> float:
        """Return the seconds to wait after the given number of cancellations."""
        return chance.uniform(0, min(self.longest, self.first * self.growth ** (cancelled - 1)))


@dataclass(slots=True)
class Result:
    """What a load met."""

    waits: list[float] = field(default_factory=list)
    """Seconds from the first attempt to the success, for each write that succeeded."""
    attempts: int = 0
    given_up: int = 0
    units: Counter[tuple[str, int]] = field(default_factory=Counter)
    """Write units by partition key and second."""

    def percentile(self, percent: float) -> float:
        """Return the seconds within which this share of the successful writes ended."""
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]

    @property
    def attempts_per_success(self) -> float:
        """Attempts, those of writes that gave up included, for each write that succeeded."""
        return self.attempts / len(self.waits)

    @property
    def given_up_share(self) -> float:
        """The share of writes that gave up."""
        return self.given_up / (self.given_up + len(self.waits))

    @property
    def peak_units(self) -> dict[str, int]:
        """The most write units in one second, for each kind of partition."""
        peaks: dict[str, int] = {}
        for (pk, _), units in self.units.items():
            kind = pk.split()[0]
            peaks[kind] = max(peaks.get(kind, 0), units)
        return peaks


@dataclass(order=True, slots=True)
class _Attempt:
    at: float
    number: int = field(compare=False)
    begun: float = field(compare=False)
    cancelled: int = field(default=0, compare=False)


def simulate(layout: Layout, load: Load, policy: Policy | None = None, seed: int = 1) -> Result:
    """Return what this load meets in this layout. The same arguments have the same result."""
    policy, chance, result = policy or Policy(), random.Random(seed), Result()
    waiting = list(_arrivals(load, chance))
    heapify(waiting)
    held_until: dict[HeldItem, float] = {}
    while waiting:
        attempt = heappop(waiting)
        items = layout.items(attempt.number)
        result.attempts += 1
        for item in items:
            result.units[item.pk, int(attempt.at)] += UNITS_PER_ITEM
        if all(held_until.get(item, 0.0) <= attempt.at for item in items):
            end = attempt.at + load.hold + chance.uniform(0, load.jitter)
            held_until |= dict.fromkeys(items, end)
            result.waits.append(end - attempt.begun)
            continue
        attempt.cancelled += 1
        if attempt.cancelled > policy.repetitions:
            result.given_up += 1
            continue
        attempt.at += ROUND_TRIP_SECONDS + policy.pause(chance, attempt.cancelled)
        heappush(waiting, attempt)
    return result


def _arrivals(load: Load, chance: random.Random) -> Iterator[_Attempt]:
    """Yield the first attempt of each write, in the order of time."""
    at, number, rate = 0.0, FIRST_NUMBER, load.creates + load.changes
    while (at := at + chance.expovariate(rate)) < load.seconds:
        if chance.random() * rate < load.creates:
            number += 1
            yield _Attempt(at, number, at)
        else:
            yield _Attempt(at, number - chance.randrange(NEWEST), at)
