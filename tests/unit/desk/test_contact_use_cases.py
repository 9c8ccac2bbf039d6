"""Saving and changing contacts: once under a key, within the limit, on the version that was expected."""

from dataclasses import replace

import pytest

from polydesk.desk.context import Deadline, RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.resources import Resources
from polydesk.domain.contact import ContactChanges, PhoneChange
from polydesk.domain.errors import InvalidValue, OutdatedVersion, QuotaExceeded
from polydesk.storage.idempotency import IdempotencyKey
from tests.fakes.desk import set_up_desk
from tests.fakes.table import FakeTable
from tests.unit.desk.callers import STAFF
from tests.unit.domain.samples import NOW

KEY = IdempotencyKey("digest", "content")
BO = ContactChanges("Bo", "bo@x.example")
REACHED_BY_PHONE = ContactChanges("Bo", phones=(PhoneChange("1"),))


@pytest.fixture
def resources() -> Resources:
    return set_up_desk(FakeTable(), NOW)


def desk(resources: Resources, key: IdempotencyKey | None = None, *, expects_existing: bool = False) -> Desk:
    """The desk for one more request."""
    return Desk(resources, RequestContext(NOW, Deadline(5.0), key, None, expects_existing))


def test_a_repetition_answers_what_the_first_request_has_left(resources: Resources) -> None:
    first = desk(resources, KEY).contacts.save(REACHED_BY_PHONE, None, STAFF)

    assert desk(resources, KEY).contacts.save(REACHED_BY_PHONE, None, STAFF) == first


def test_who_is_new_is_not_created_where_something_was_expected(resources: Resources) -> None:
    with pytest.raises(OutdatedVersion):
        desk(resources, expects_existing=True).contacts.save(BO, None, STAFF)

    assert desk(resources).contacts.customer("bo@x.example") is None


def test_a_contact_counts_once_for_thirty_terms(resources: Resources) -> None:
    limited = replace(resources.config, tickets_per_minute=2)
    resources.config = limited
    first = desk(resources).contacts.save(BO, None, STAFF)
    many = desk(resources).contacts.change(first, ContactChanges(" ".join(map(str, range(40)))), STAFF)

    with pytest.raises(QuotaExceeded):
        desk(resources).contacts.change(many, ContactChanges("Bo"), STAFF)
    assert desk(resources).contacts.change(many, ContactChanges(many.name), STAFF) == many


def test_an_address_of_somebody_else_is_refused(resources: Resources) -> None:
    bo = desk(resources).contacts.save(BO, None, STAFF)
    al = desk(resources).contacts.save(ContactChanges("Al", "al@x.example"), None, STAFF)

    with pytest.raises(InvalidValue, match=f"The contact {bo.id} has this e-mail address."):
        desk(resources).contacts.change(al, ContactChanges(email="BO@x.example"), STAFF)
