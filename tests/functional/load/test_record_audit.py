"""The audit of people's index: a sound desk passes, and who is missing or too much is named."""

from polydesk.desk.resources import shared_resources
from polydesk.domain.person_terms import NAME
from polydesk.storage import keys
from polydesk.storage.person_words import PersonWords
from polydesk.storage.transaction import DeleteItem
from tests.functional.callers import Tokens
from tests.functional.zammad.states import zammad_caller
from tests.functional.zammad.user_calls import USERS, user
from tools.load.contents import Contents, contents_of
from tools.load.record_audit import wrong_people
from tools.local_desk.items import dump
from tools.local_desk.world import World


def read(world: World) -> Contents:
    """The items as the audit reads them."""
    return contents_of(dump(world).values())


def test_a_sound_desk_passes_after_a_user_was_removed(world: World, tokens: Tokens) -> None:
    admin = zammad_caller(world, tokens["admin"]["token"])
    kept, removed = (user(admin, firstname="Ann", lastname=name, phone="+49 30 1234")["id"] for name in ("Lee", "Roe"))
    assert admin.delete(f"{USERS}/{removed}").status == 200
    world.pump()

    assert list(wrong_people(read(world))) == []
    assert kept in {item["id"] for item in read(world).of_type("person").values()}


def test_who_is_missing_or_too_much_is_named(world: World, tokens: Tokens) -> None:
    world.pump()
    shared_resources().table.write(DeleteItem(keys.person_posting("carl", 0)))
    PersonWords(shared_resources().table).file(77, {"nobody": NAME})

    assert list(wrong_people(read(world))) == ["person 4 lacks carl in n", "person 77 should not have nobody in n"]
