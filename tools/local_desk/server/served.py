"""The sample desk behind a socket, for whoever comes by the description: a browser, a generated client, a fuzzer."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tools.engine import Engine
from tools.local_desk.clock import Clock
from tools.local_desk.server.front import Front, files_here
from tools.local_desk.server.listener import Listener
from tools.local_desk.server.local_desk import LocalDesk
from tools.local_desk.world import World

UNLIMITED = {"TicketsPerMinute": "0", "CommentsPerMinute": "0", "UploadsPerMinute": "0"}


@dataclass(frozen=True, slots=True)
class Served:
    """A desk that answers at an address, and the credentials of those who may call it."""

    address: str
    credentials: Mapping[str, Any]

    @property
    def base_url(self) -> str:
        """What stands before the paths of the description."""
        return str(self.credentials["base_url"])


@contextmanager
def served(engine: Engine) -> Iterator[Served]:
    """Inside, the sample desk answers as `make serve` has it, without limits."""
    clock = Clock(datetime.now(UTC), running=True)
    with Listener(0) as listener, World(engine, UNLIMITED, clock=clock, environment=files_here(listener.port)) as world:
        address = f"http://127.0.0.1:{listener.port}"
        desk = LocalDesk(world)
        credentials = desk.set_up(f"{address}/{world.stage}")
        thread = threading.Thread(target=listener.serve, args=[Front(desk).answer])
        thread.start()
        try:
            yield Served(address, credentials)
        finally:
            listener.shutdown()
            thread.join()
