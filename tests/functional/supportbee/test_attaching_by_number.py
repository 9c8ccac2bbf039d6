"""A file that was uploaded by itself is attached by its number: once, by who uploaded it, within a day."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.domain.errors import AttachmentNotFound, DeskError, FileAlreadyUsed, FileNotArrived, InvalidValue
from tests.functional.callers import Tokens
from tests.functional.internals import current_desk
from tests.functional.selectel.tickets import commented, comments
from tests.functional.supportbee.uploads import HELLO, attached, stored
from tests.functional.uploads import fetched, uploaded
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World
from tools.meter import Meter

REMOVAL = "SchedulesRemoveUnattachedFiles"


@pytest.fixture
def token(tokens: Tokens) -> str:
    """The agent's token."""
    return str(tokens["agent"]["token"])


@pytest.fixture
def other_token(tokens: Tokens) -> str:
    """The administrator's token."""
    return str(tokens["admin"]["token"])


@pytest.mark.usefixtures("ticket")
def test_a_file_keeps_the_number_that_it_had_from_the_beginning(world: World, client: Client, token: str) -> None:
    first, second = stored(token), stored(token)

    files = attached(token, [second.number, first.number])

    assert [one.number for one in files] == [second.number, first.number] == [2, 1]
    (shown, _) = comments(client, 1)[-1]["files"]
    assert fetched(world, shown).content == b"hello"


@pytest.mark.usefixtures("ticket")
def test_a_number_leads_to_the_message(world: World, token: str) -> None:
    number = stored(token).number
    assert "ticket" not in dump(world)[f"ATTACHMENT#{number}", "A"]

    attached(token, [number])

    assert shared_resources().files.place_of(number) == (1, 2)


@pytest.mark.usefixtures("ticket")
def test_an_unknown_number_is_not_found(token: str) -> None:
    with pytest.raises(AttachmentNotFound, match=r"^Attachment 99 not found\.$"):
        attached(token, [stored(token).number, 99])


@pytest.mark.usefixtures("ticket")
def test_the_upload_of_somebody_else_is_not_found(token: str, other_token: str) -> None:
    number = stored(other_token).number

    with pytest.raises(AttachmentNotFound):
        attached(token, [number])

    attached(other_token, [number])
    with pytest.raises(AttachmentNotFound):
        attached(token, [number])


@pytest.mark.usefixtures("ticket")
def test_an_attached_file_is_refused(token: str) -> None:
    number = stored(token).number
    attached(token, [number])

    with pytest.raises(FileAlreadyUsed):
        attached(token, [stored(token).number, number])


@pytest.mark.usefixtures("ticket")
def test_a_file_cannot_be_attached_twice_by_one_message(token: str) -> None:
    number = stored(token).number

    with pytest.raises(InvalidValue):
        attached(token, [number, number])


@pytest.mark.usefixtures("ticket")
def test_of_many_messages_at_once_one_gets_the_file(client: Client, token: str) -> None:
    number = stored(token).number

    def attach(_: int) -> bool:
        try:
            attached(token, [number])
        except FileAlreadyUsed:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        succeeded = list(pool.map(attach, range(6)))

    assert sum(succeeded) == 1
    assert [len(comment["files"]) for comment in comments(client, 1)] == [0, 1]


@pytest.mark.usefixtures("ticket")
def test_a_refused_message_leaves_its_files_usable(token: str) -> None:
    number = stored(token).number
    with pytest.raises(DeskError):
        attached(token, [number], ticket=99)

    assert [one.number for one in attached(token, [number])] == [number]


@pytest.mark.usefixtures("ticket")
def test_a_file_of_the_tickets_api_has_no_number_before_it_is_attached(world: World, agent: Client, token: str) -> None:
    """Both kinds of uploads count by one counter, so neither can be taken for the other."""
    announced = uploaded(world, agent, b"other")
    number = stored(token).number

    commented(agent, 1, files=[announced])
    files = attached(token, [number])

    assert [(one.number, one.name, one.size) for one in files] == [(1, "a.txt", 5)]
    assert shared_resources().files.ids_of([1, 2]) == {1: files[0].id, 2: announced}
    with pytest.raises(FileAlreadyUsed):
        attached(token, [2])


@pytest.mark.usefixtures("ticket")
def test_the_tickets_api_keeps_the_number_of_an_upload(agent: Client, token: str) -> None:
    """No answer names the id of an upload that has a number; who knows it gets the same attachment."""
    file = stored(token)

    commented(agent, 1, files=[file.id])

    assert shared_resources().files.place_of(file.number) == (1, 2)
    assert stored(token).number == file.number + 1


@pytest.mark.usefixtures("ticket")
def test_a_file_whose_bytes_are_missing_is_refused(world: World, token: str) -> None:
    file = stored(token)
    (bucket,) = world.template.buckets
    world.aws.s3.delete_object(Bucket=bucket.name, Key=file.id)

    with pytest.raises(FileNotArrived):
        attached(token, [file.number])


@pytest.mark.usefixtures("ticket")
def test_an_upload_that_no_message_got_is_gone_after_a_day(world: World, token: str) -> None:
    unused, used = stored(token), stored(token)
    attached(token, [used.number])
    world.clock.advance(hours=24)

    with pytest.raises(AttachmentNotFound):
        attached(token, [unused.number])

    world.clock.advance(hours=1)
    assert world.fire(REMOVAL) == {"removed": 1}
    left = {pk for pk, _ in dump(world)}
    assert left.isdisjoint({f"FILE#{unused.id}", f"ATTACHMENT#{unused.number}"})
    assert left.issuperset({f"FILE#{used.id}", f"ATTACHMENT#{used.number}"})
    (bucket,) = world.template.buckets
    objects = world.aws.s3.list_objects_v2(Bucket=bucket.name)["Contents"]
    assert [one["Key"] for one in objects] == [used.id]


@pytest.mark.usefixtures("ticket")
def test_an_attached_file_stays_where_it_was_stored(world: World, client: Client, token: str) -> None:
    """No form can write it, so it needs no copy."""
    attached(token, [stored(token).number])
    world.clock.advance(days=400)
    world.fire(REMOVAL)

    (shown,) = comments(client, 1)[-1]["files"]
    assert fetched(world, shown).content == HELLO.content
    (bucket,) = world.template.buckets
    assert len(world.aws.s3.list_objects_v2(Bucket=bucket.name)["Contents"]) == 1


@pytest.mark.usefixtures("ticket")
@pytest.mark.parametrize("count", [1, 10])
def test_numbers_cost_one_request_more(token: str, count: int) -> None:
    numbers = [stored(token).number for _ in range(count)]
    attached(token, [])
    with Meter(shared_resources().table) as without_files:
        attached(token, [])

    with Meter(shared_resources().table) as with_files:
        attached(token, numbers)

    assert with_files.requests - without_files.requests == {"BatchGetItem": 2}
    assert with_files.requests["TransactWriteItems"] == 1


def test_storing_a_file_is_two_requests(token: str) -> None:
    stored(token)
    with Meter(shared_resources().table) as meter:
        current_desk()
        stored(token)

    assert meter.requests == {"UpdateItem": 1, "TransactWriteItems": 1}
