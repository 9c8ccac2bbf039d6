"""Some hundred people with names, addresses and telephone numbers alike, and the lists of their desk."""

import random

from polydesk.desk.people_lists import PeopleLists
from polydesk.desk.resources import Resources
from polydesk.domain.person import ADMIN, AGENT, CUSTOMER, Person
from polydesk.domain.phones import Phones
from polydesk.storage.retry import Deadline
from tests.fakes.desk import set_up_desk
from tests.fakes.table import FakeTable
from tests.unit.domain.samples import NOW

FIRST_ID = 11
PEOPLE = 300
FIRST, LAST = ("Ann", "Anna", "Bo", "Lee", ""), ("Lee", "Box", "Annan", "")
KINDS = ((CUSTOMER,), (AGENT,), (AGENT, ADMIN), (ADMIN,), (), (AGENT, CUSTOMER))


def somebody(number: int, chance: random.Random) -> Person:
    """Return a person with a few words that others have, too."""
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}".strip()
    email = chance.choice(["", f"{chance.choice(['ann', 'bo'])}{number}@{chance.choice('xy')}.example"])
    login = chance.choice([email, f"login{number}", f"ann-{number}"])
    phones = chance.choice([[], [f"+49 30 {number % 7}"], ["030", f"777{number % 5}"]])
    held = frozenset(chance.choice(KINDS))
    active = chance.random() < 0.8
    return Person(number, name, email, login, AGENT in held, held, active, NOW, NOW, Phones.of(phones))


class Townsfolk:
    """Some hundred people, and the lists of their desk."""

    def __init__(self) -> None:
        chance = random.Random(1)
        self.people = [somebody(number, chance) for number in range(FIRST_ID, FIRST_ID + PEOPLE)]
        self.lists = PeopleLists(desk_of(self.people))


def desk_of(people: list[Person]) -> Resources:
    """Return a desk with these people, all of them indexed."""
    resources = set_up_desk(FakeTable(), NOW)
    for one in people:
        added(resources, one)
        resources.people_index.index(one.id, Deadline(5.0))
    return resources


def added(resources: Resources, person: Person) -> None:
    """Add a person, who is not indexed yet."""
    resources.table.commit(resources.people.put_items(person), Deadline(5.0))
