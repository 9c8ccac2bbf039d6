"""People, tokens, the catalog, rate limits and idempotency records in the table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from polydesk.domain.catalog import GENERAL, PRIORITIES, Group
from polydesk.domain.errors import KeyReused, NameTaken, PersonNotFound, QuotaExceeded
from polydesk.domain.person import Person
from polydesk.storage import keys, rate_limits
from polydesk.storage.catalogs import Catalogs
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.idempotency import AlreadyProcessed, Idempotency, IdempotencyKey
from polydesk.storage.people import People
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.tokens import Token, Tokens, digest, new_text

NOW = datetime(2026, 1, 5, 9, 0, 30, tzinfo=UTC)
ADA = Person(2, "Ada", "Ada@example.com", "ada", True, frozenset({"admin"}), True, NOW, NOW)


@pytest.fixture
def people(table: Table) -> People:
    people = People(table)
    table.commit(people.put_items(ADA), Deadline(5.0))
    return people


def test_a_person_is_found_by_address_and_login_in_any_case_of_letters(people: People) -> None:
    for name in ("ada@example.com", "ADA@EXAMPLE.COM", "ada", "Ada"):
        assert people.find(name) == ADA
    assert people.get(2) == ADA
    assert people.get_many([2, 3]) == {2: ADA}
    assert people.find("bob") is None
    with pytest.raises(PersonNotFound):
        people.get(3)


def test_a_taken_name_is_refused(people: People, table: Table) -> None:
    for taken in (
        replace(ADA, id=3, email="other@example.com", login="ADA"),
        replace(ADA, id=3, email="ada@example.com", login="other"),
        replace(ADA, email="other@example.com", login="other"),
    ):
        with pytest.raises(NameTaken):
            table.commit(people.put_items(taken), Deadline(5.0))
    assert people.find("other") is None


def test_a_change_moves_names_and_makes_a_version(people: People) -> None:
    renamed = people.save(ADA, replace(ADA, login="countess"), Deadline(5.0))

    assert renamed.version == 2
    assert people.find("countess") == people.find("ada@example.com") == renamed
    assert people.find("ada") is None
    with pytest.raises(VersionMismatch):
        people.save(ADA, replace(ADA, name="Late"), Deadline(5.0))
    assert people.get(2).name == "Ada"


def test_ids_of_people_are_consecutive(people: People) -> None:
    assert [people.next_id(), people.next_id()] == [1, 2]


def test_a_token_is_found_by_its_text_and_its_name_and_only_its_digest_is_kept(table: Table) -> None:
    tokens, text = Tokens(table), new_text()
    token = Token("mine", digest(text), 2, frozenset({"admin", "ticket"}), NOW + timedelta(days=1))
    tokens.replace(None, token, Deadline(5.0))

    assert tokens.find(text) == tokens.by_name("mine") == token
    assert tokens.find(f"{text} ") is None
    assert tokens.find("\ud800") is None
    assert tokens.by_name("other") is None
    assert text not in str(list(table.query("TOKENS"))) + str(table.get(keys.token(token.digest)))


def test_texts_of_tokens_are_long_and_never_the_same() -> None:
    texts = {new_text() for _ in range(100)}

    assert len(texts) == 100
    assert {len(text) for text in texts} == {43}


def test_a_token_is_replaced_by_the_next_of_its_name(table: Table) -> None:
    tokens = Tokens(table)
    old, new = (Token("mine", digest(text), None, frozenset({"admin"})) for text in ("old", "new"))
    tokens.replace(None, old, Deadline(5.0))
    tokens.replace(old, new, Deadline(5.0))

    assert tokens.find("old") is None
    assert tokens.find("new") == tokens.by_name("mine") == new
    with pytest.raises(VersionMismatch):
        tokens.replace(old, old, Deadline(5.0))
    with pytest.raises(VersionMismatch):
        tokens.replace(None, old, Deadline(5.0))
    with pytest.raises(VersionMismatch):
        tokens.revoke(old, Deadline(5.0))
    assert tokens.find("new") == new

    tokens.revoke(new, Deadline(5.0))
    assert tokens.find("new") is None
    assert tokens.by_name("mine") is None


def test_the_catalog_is_read_back_as_it_was_saved(table: Table) -> None:
    catalogs = Catalogs(table)
    for entry in (GENERAL, *PRIORITIES, Group(1, "First line")):
        catalogs.save(entry)
    catalogs.save(replace(GENERAL, name_en="Everything"))

    catalog = catalogs.load()

    assert catalog.categories == {1: replace(GENERAL, name_en="Everything")}
    assert catalog.priorities == {priority.id: priority for priority in PRIORITIES}
    assert catalog.groups == {1: Group(1, "First line")}


def test_a_minute_allows_as_many_as_the_limit(table: Table) -> None:
    def count(limit: int = 2, who: str = "t", at: datetime = NOW) -> None:
        table.write(rate_limits.count("comments", who, limit, at))

    count()
    count()
    with pytest.raises(QuotaExceeded) as refused:
        count()
    assert refused.value.retry_after == 30
    count(limit=3)
    count(who="other")
    count(at=NOW + timedelta(seconds=30))


def test_an_action_may_count_more_and_go_beyond_the_limit_once(table: Table) -> None:
    def count(by: int) -> None:
        table.write(rate_limits.count("index", "t", 10, NOW, by))

    count(9)
    count(5)
    with pytest.raises(QuotaExceeded):
        count(1)


def test_a_rate_window_expires_after_its_minute(table: Table) -> None:
    table.write(rate_limits.count("comments", "t", 2, NOW))

    item = table.get(keys.rate_window("comments", "t", int(NOW.timestamp()) // 60))
    assert item is not None
    assert timedelta(seconds=60) < timedelta(seconds=item["expires_at"] - NOW.timestamp()) <= timedelta(seconds=120)


def test_a_request_is_recorded_for_a_day(table: Table) -> None:
    records, key = Idempotency(table), IdempotencyKey("key", "body")
    assert records.lookup(key, NOW) is None

    table.commit(records.record(key, NOW, version=7, said="so"), Deadline(5))

    found = records.lookup(key, NOW + timedelta(hours=23, minutes=59))
    assert found is not None
    assert (found["version"], found["said"]) == (7, "so")
    assert records.lookup(IdempotencyKey("other", "body"), NOW) is None
    with pytest.raises(KeyReused):
        records.lookup(IdempotencyKey("key", "other"), NOW)
    with pytest.raises(AlreadyProcessed):
        table.commit(records.record(key, NOW + timedelta(hours=23)), Deadline(5))


def test_expired_records_are_ignored_until_the_table_deletes_them(table: Table) -> None:
    records, key, later = Idempotency(table), IdempotencyKey("key", "body"), NOW + timedelta(hours=24)
    table.commit(records.record(key, NOW, version=1), Deadline(5))

    assert records.lookup(key, later) is None
    assert records.lookup(IdempotencyKey("key", "other"), later) is None
    table.commit(records.record(IdempotencyKey("key", "other"), later, version=2), Deadline(5))
    found = records.lookup(IdempotencyKey("key", "other"), later)
    assert found is not None
    assert found["version"] == 2
