"""Rules of the set-up: what an entry of the document makes of the person, category or token that is there.

| Field of an entry | Effect |
|---|---|
| omitted | what is there stays; something new gets the default |
| null, where it is accepted | the default |
| a value | the value |
"""

from dataclasses import replace
from datetime import datetime

from polydesk.domain.catalog import Category
from polydesk.domain.labels import DEFAULT_COLOR, Label
from polydesk.domain.person import ADMIN, AGENT, CUSTOMER, Person
from polydesk.jobs.set_up_document import (
    CategoryDeclaration,
    InvalidDocument,
    LabelDeclaration,
    PersonDeclaration,
    TokenDeclaration,
)
from polydesk.storage.tokens import Token

NO_ID = 0
"""The id of something new until it is written."""

KEY_PERMISSIONS = frozenset({AGENT})
TOKEN_PERMISSIONS = frozenset({ADMIN, AGENT, CUSTOMER})


def person_after(before: Person | None, declared: PersonDeclaration, place: str, now: datetime) -> Person:
    """Return the declared person. Raises InvalidDocument for a missing name, or for permissions of another role."""
    base = before or _new_person(declared, place, now)
    agent = declared.get("agent", base.agent)
    return replace(
        base.renamed(declared.get("name", base.name)),
        email=declared["email"],
        login=_login(base, declared),
        agent=agent,
        permissions=_permissions(base, declared, place, agent=agent),
        active=declared.get("active", base.active),
        phones=base.phones.replaced_by(declared["phones"] or ()) if "phones" in declared else base.phones,
    )


def _new_person(declared: PersonDeclaration, place: str, now: datetime) -> Person:
    if "name" not in declared:
        raise InvalidDocument((f"{place}.name", "There is no person with this e-mail address yet. Send a name"))
    email, permissions = declared["email"], _default_permissions(agent=False)
    return Person(NO_ID, declared["name"], email, email, False, permissions, True, created_at=now, updated_at=now)


def _login(base: Person, declared: PersonDeclaration) -> str:
    """Return the login; one that is the e-mail address stays the e-mail address."""
    if "login" in declared:
        return declared["login"] or declared["email"]
    return declared["email"] if base.login == base.email else base.login


def _permissions(base: Person, declared: PersonDeclaration, place: str, *, agent: bool) -> frozenset[str]:
    """Return the permissions; the default ones of one role become those of the other when the role changes."""
    if "permissions" in declared:
        named = declared["permissions"]
        return _default_permissions(agent=agent) if named is None else named
    if agent == base.agent:
        return base.permissions
    if base.permissions == _default_permissions(agent=base.agent):
        return _default_permissions(agent=agent)
    held = ", ".join(sorted(base.permissions)) or "none"
    problem = f"`agent` changes, but the permissions are not the default ones ({held}). Send them too, or null"
    raise InvalidDocument((f"{place}.permissions", problem))


def _default_permissions(*, agent: bool) -> frozenset[str]:
    return frozenset({AGENT if agent else CUSTOMER})


def category_after(before: Category | None, declared: CategoryDeclaration, place: str) -> Category:
    """Return the declared category. Raises InvalidDocument for a missing name of a new one."""
    names = declared.get("name", {})
    if not before:
        missing = [language for language in ("en", "ru") if language not in names]
        if missing:
            problem = "There is no category with this key yet. Send its name in both languages"
            raise InvalidDocument(*((f"{place}.name.{language}", problem) for language in missing))
    base = before or Category(NO_ID, declared["key"], "", "")
    return replace(
        base,
        name_en=names.get("en", base.name_en),
        name_ru=names.get("ru", base.name_ru),
        description=declared.get("description", base.description) or "",
    )


def label_after(before: Label | None, declared: LabelDeclaration) -> Label:
    """Return the declared label; a known one takes the new spelling."""
    color = declared.get("color", before.color if before else DEFAULT_COLOR) or DEFAULT_COLOR
    return Label(before.id if before else NO_ID, declared["name"], color)


def token_after(
    before: Token | None, declared: TokenDeclaration, owner: int | None, place: str, now: datetime
) -> Token:
    """Return the declared token with the digest that it has now; `owner` is the id of its person.

    Raises InvalidDocument.
    """
    _check_rotation(before, declared, place, now)
    if before and (before.person_id is None) != (owner is None):
        problem = (
            "A person's token and a key of the desk cannot replace each other. Revoke it first, or use another name"
        )
        raise InvalidDocument((f"{place}.person", problem))
    default = KEY_PERMISSIONS if owner is None else TOKEN_PERMISSIONS
    base = before or Token(declared["name"], "", owner, default)
    permissions = declared.get("permissions", base.permissions)
    if permissions is None:
        permissions = default
    elif owner is None and "permissions" in declared and permissions != KEY_PERMISSIONS:
        problem = f"A key of the desk always has {AGENT}. Omit the permissions, or name the token's person"
        raise InvalidDocument((f"{place}.permissions", problem))
    expires_at = declared.get("expires_at", base.expires_at)
    return replace(base, person_id=owner, permissions=permissions, expires_at=expires_at)


def _check_rotation(before: Token | None, declared: TokenDeclaration, place: str, now: datetime) -> None:
    if not declared.get("rotate"):
        return
    if not before and "person" not in declared:
        problem = "There is no token with this name. To issue one, send its person, or null for a key of the desk"
        raise InvalidDocument((f"{place}.name", problem))
    if before and before.expires_at and before.expires_at <= now and "expires_at" not in declared:
        problem = "The token has expired, and a new one would have expired too. Send a later time, or null for none"
        raise InvalidDocument((f"{place}.expires_at", problem))
