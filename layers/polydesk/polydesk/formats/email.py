"""E-mail addresses in request bodies: checked for their form, kept as they were written."""

import unicodedata
from functools import cache
from types import ModuleType
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from polydesk.domain.person_key import MAX_LOGIN_LENGTH

MAX_OCTETS = 254
"""The library's bound of a whole address, which is RFC 5321's."""


@cache
def _library() -> ModuleType:
    """Return the validator, imported for the first address: most requests have none."""
    import email_validator

    # A desk may serve an intranet: `ada@desk.local` is an address there, though no mail reaches it from elsewhere.
    # To change this list of names that it refuses is what the library's documentation recommends.
    email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()
    return email_validator


def address(text: str) -> str:
    """Return the text if it is one address without a display name. Raises PydanticCustomError.

    The part before the `@` may be quoted, and longer than the 64 characters that RFC 5321 suggests: both are in use.
    """
    if len(text) > MAX_LOGIN_LENGTH:  # before anything goes through it
        raise _invalid(f"The email address is too long. Send at most {MAX_OCTETS} characters.")
    library = _library()
    try:
        library.validate_email(text, check_deliverability=False, strict=False, allow_quoted_local=True)
    except library.EmailNotValidError as error:
        raise _invalid(str(error)) from None
    _refuse_look_alikes(text.rpartition("@")[0])
    return text


def _refuse_look_alikes(local: str) -> None:
    """Refuse characters that Unicode's composed form replaces by ASCII, such as the Kelvin sign (K).

    The address would be the same person's as the one in ASCII, but another mailbox for some mail systems.
    """
    for character in local:
        plain = unicodedata.normalize("NFC", character)
        if plain.isascii() and not character.isascii():
            name = unicodedata.name(character, "this character").lower()
            raise _invalid(f"It has the {name} before the @-sign. Send {plain} instead.")


def _invalid(problem: str) -> PydanticCustomError:
    return PydanticCustomError("email", "value is not a valid email address: {problem}", {"problem": problem})


Email = Annotated[str, AfterValidator(address), Field(json_schema_extra={"format": "email"})]
"""One address, without a display name."""
