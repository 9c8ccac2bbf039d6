"""Where the local AWS listens, so that this machine and containers on it can call it.

On Linux, a container reaches this machine at the address of Docker's bridge, and so does this machine itself: no other
machine can. Docker Desktop (macOS, Windows) leads `host.docker.internal` to this machine's own 127.0.0.1.
"""

import sys
from urllib.parse import urlsplit, urlunsplit

BRIDGE = "172.17.0.1"
"""Docker's default bridge."""

LOOPBACK = "127.0.0.1"
DESKTOP = "host.docker.internal"


def listens_at(platform: str = sys.platform) -> str:
    """Return the address to listen at."""
    return BRIDGE if platform == "linux" else LOOPBACK


def seen_from_container(url: str, platform: str = sys.platform) -> str:
    """Return the URL under which a container reaches what this machine reaches under `url`."""
    parts = urlsplit(url)
    if platform == "linux" or parts.hostname not in (LOOPBACK, "localhost"):
        return url
    host = DESKTOP if parts.port is None else f"{DESKTOP}:{parts.port}"
    return urlunsplit(parts._replace(netloc=host))
