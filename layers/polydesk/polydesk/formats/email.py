"""E-mail addresses in request bodies: checked for their form, kept as they were written."""

from functools import cache
from types import ModuleType
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError


@cache
def _library() -> ModuleType:
    """Return the validator, imported for the first address: most requests have none."""
    import email_validator

    # A desk may serve an intranet: `ada@desk.local` is an address there, though no mail reaches it from elsewhere.
    # To change this list of names that it refuses is what the library's documentation recommends.
    email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()
    return email_validator


def address(text: str) -> str:
    """Return the text if it is one address without a display name. Raises PydanticCustomError."""
    library = _library()
    try:
        library.validate_email(text, check_deliverability=False, strict=True)
    except library.EmailNotValidError as error:
        problem = {"problem": str(error)}
        raise PydanticCustomError("email", "value is not a valid email address: {problem}", problem) from None
    return text


Email = Annotated[str, AfterValidator(address)]
"""One address, without a display name."""
