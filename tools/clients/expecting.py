"""Compares what a program got with what it should have got."""

from tools.smoke.stack import Failed


def expect(what: str, found: object, wanted: object, remark: str = "") -> str:
    """Return the remark. Raises Failed when the two differ."""
    if found != wanted:
        raise Failed(f"{what}: {found!r:.200} instead of {wanted!r:.200}")
    return remark
