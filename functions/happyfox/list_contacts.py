"""GET /api/1.1/{response_format}/users/ - list contacts, by id.

<Happyfox API: Read All Contacts>
"""

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import endpoint, responses
from polydesk.dialects.happyfox.contact import contact
from polydesk.dialects.happyfox.contact_query import ContactQuery
from polydesk.dialects.happyfox.queries import page_size
from polydesk.domain.person_filters import ALL
from polydesk.domain.person_kind import is_customer
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=responses.ContactPage, query=ContactQuery)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with a page."""
    query = request.query(ContactQuery)
    size = page_size(query.size)
    found = desk.people_lists.page(query.q or ALL, (query.page - 1) * size, size, among=is_customer)
    shown = [contact(one, one.id) for one in found.people]
    return ok(responses.contact_page(found.total, shown, query.page, size))
