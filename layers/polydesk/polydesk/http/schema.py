"""Types that the answers of several APIs share, annotated for the description of the API."""

from collections.abc import Callable
from typing import Annotated, Any


class Schema:
    """JSON Schema keywords of an annotated type. They describe; they check nothing.

    pydantic asks for them when the description is generated. Functions that only answer do not import it.
    """

    def __init__(self, description: str = "", **keywords: Any) -> None:
        """Keep a description and keywords such as `pattern`, `minimum`, `examples`."""
        self.keywords = {**({"description": description} if description else {}), **keywords}

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Callable[[Any], dict[str, Any]]) -> Any:
        """Add the keywords to the schema of the type."""
        return {**handler(core_schema), **self.keywords}


Id = Annotated[int, Schema(minimum=1)]
Count = Annotated[int, Schema(minimum=0)]
Minutes = Annotated[int, Schema("Whole minutes, rounded; negative where more was taken back than booked.")]
Uuid = Annotated[str, Schema(format="uuid")]
Address = Annotated[str, Schema(format="uri")]
Second = Annotated[
    str,
    Schema(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$", format="date-time", examples=["2026-01-05T09:30:00Z"]),
]
"""RFC 3339, UTC, whole seconds."""
