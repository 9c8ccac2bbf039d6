"""Telephone numbers of a person: numbered entries, of which the first is the primary one."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from polydesk.domain.errors import InvalidValue

PhoneType = Literal["mo", "w", "m", "h", "o"]
"""Mobile, work, main, home or other. The names are stored."""

OTHER: PhoneType = "o"

MAX_PHONES = 10
"""Numbers that can be added to a person one by one."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number. The ids of a person's numbers count from 1, and none is used again."""

    id: int
    number: str
    type: PhoneType = OTHER


@dataclass(frozen=True, slots=True)
class Phones:
    """The telephone numbers of a person, the primary one first; `last_id` is the last id that was given to one."""

    entries: tuple[Phone, ...] = ()
    last_id: int = 0

    @classmethod
    def of(cls, numbers: Iterable[str]) -> "Phones":
        """Return these numbers, all of type other, with ids from 1."""
        return cls().replaced_by(numbers)

    def __iter__(self) -> Iterator[Phone]:
        """Yield the numbers, the primary one first."""
        return iter(self.entries)

    def __len__(self) -> int:
        """Return how many numbers there are."""
        return len(self.entries)

    @property
    def primary(self) -> Phone | None:
        """Return the primary number, or None."""
        return self.entries[0] if self.entries else None

    def replaced_by(self, numbers: Iterable[str]) -> "Phones":
        """Return these numbers instead. One that is there already keeps its id and its type."""
        left = list(self.entries)
        phones = replace(self, entries=())
        for number in numbers:
            known = next((one for one in left if one.number == number), None)
            if known:
                left.remove(known)
                phones = replace(phones, entries=(*phones.entries, known))
            else:
                phones = phones._with(number, OTHER)
        return phones

    def added(self, number: str, type_: PhoneType = OTHER) -> "Phones":
        """Return the numbers with one more, unless one has the same digits. Raises InvalidValue for too many."""
        if self.find(number):
            return self
        if len(self.entries) >= MAX_PHONES:
            raise InvalidValue("phones", f"There can be at most {MAX_PHONES} telephone numbers.")
        return self._with(number, type_)

    def changed(self, phone_id: int, *, number: str | None = None, type_: PhoneType | None = None) -> "Phones":
        """Return the numbers with another number or type of one of them. Raises InvalidValue for an unknown id."""
        before = self._with_id(phone_id)
        after = replace(before, number=number or before.number, type=type_ or before.type)
        return replace(self, entries=tuple(after if one == before else one for one in self.entries))

    def with_primary(self, phone_id: int) -> "Phones":
        """Return the numbers with this one first. Raises InvalidValue for an unknown id."""
        first = self._with_id(phone_id)
        return replace(self, entries=(first, *(one for one in self.entries if one != first)))

    def find(self, number: str) -> Phone | None:
        """Return the number with the same digits, or, where there are none, the same text; or None."""
        return next((one for one in self.entries if _significant(one.number) == _significant(number)), None)

    def _with_id(self, phone_id: int) -> Phone:
        found = next((one for one in self.entries if one.id == phone_id), None)
        if found is None:
            raise InvalidValue("phones", "There is no telephone number with this id.")
        return found

    def _with(self, number: str, type_: PhoneType) -> "Phones":
        phone = Phone(self.last_id + 1, number, type_)
        return Phones((*self.entries, phone), phone.id)


NO_PHONES = Phones()


def numbered(numbers: Sequence[str], known: Sequence[tuple[int, PhoneType]] | None, last_id: int | None) -> Phones:
    """Return stored numbers with their stored ids and types; without these, or for other numbers, as `of` does."""
    if known is None or len(known) != len(numbers):
        return Phones.of(numbers)
    entries = tuple(Phone(phone_id, one, type_) for one, (phone_id, type_) in zip(numbers, known, strict=True))
    return Phones(entries, max(last_id or 0, *(one.id for one in entries), 0))


def digits_of(number: str) -> str:
    """Return the digits of a telephone number, as ASCII digits."""
    return "".join(str(unicodedata.decimal(one)) for one in number if one.isdecimal())


def _significant(number: str) -> str:
    return digits_of(number) or number


def first_two(phones: Phones) -> tuple[str, str]:
    """Return the first and the second number, empty where there is none. A single mobile number is the second."""
    first, second, *_ = (*(one.number for one in phones), "", "")
    return ("", first) if _is_one_mobile(phones) else (first, second)


def with_two(phones: Phones, first: str | None, second: str | None) -> Phones:
    """Return the numbers with another first and second one; None leaves it as it is, an empty text removes it.

    Raises InvalidValue for a first one that is removed while there are more than two.
    """
    before = first_two(phones)
    wanted = before[0] if first is None else first, before[1] if second is None else second
    if wanted == before:
        return phones
    others = [one.number for one in phones][2:]
    if others and not all(wanted):
        field, name = ("phone", "first") if not wanted[0] else ("mobile", "second")
        raise InvalidValue(field, f"The {name} telephone number can only be replaced while there are further ones.")
    after = phones.replaced_by([*filter(None, wanted), *others])
    if len(after) == 1 and first_two(after) != wanted:
        [single] = after
        return after.changed(single.id, type_="mo" if wanted[1] else OTHER)
    return after


def _is_one_mobile(phones: Phones) -> bool:
    return len(phones) == 1 and phones.primary is not None and phones.primary.type == "mo"
