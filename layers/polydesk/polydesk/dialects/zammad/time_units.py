"""Working time: `time_unit`, a decimal with at most two places, which takes time back when it is negative."""

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import PlainValidator

from polydesk.formats.message import invalid
from polydesk.http.schema import Schema

MAX_TIME = Decimal("9999.99")

_TIME = re.compile(r"[+-]?\d{1,4}(?:\.\d{1,2}0*)?", re.ASCII)
_INSTEAD = f"Send a number from -{MAX_TIME} to {MAX_TIME} with at most two decimal places."


def read_time(value: Any) -> Decimal:
    """Return the time that a number or a text writes. Raises PydanticCustomError."""
    text = value.strip() if isinstance(value, str) else _written(value)
    if len(text) > len("-9999.99") + 30 or not _TIME.fullmatch(text):
        raise invalid(_INSTEAD)
    return Decimal(text).quantize(Decimal("0.01"))


def _written(value: Any) -> str:
    return repr(value) if type(value) in (int, float) else ""


def _time_or_none(value: Any) -> Decimal | None:
    """Return the time to book; None for null, a blank text and zero, which book none."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return read_time(value) or None


TimeOrNone = Annotated[
    Decimal | None,
    PlainValidator(_time_or_none),
    Schema(
        f"Working time to book, from -{MAX_TIME} to {MAX_TIME}, two decimal places; null, empty and 0 book none.",
        type=["number", "string", "null"],
        examples=["15"],
    ),
]
