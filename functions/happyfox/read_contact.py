"""GET /api/1.1/{response_format}/user/{id}/ - read one contact. <Happyfox API: Read One Contact>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import endpoint
from polydesk.dialects.happyfox.contact import Contact, contact, reference
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(answers=Contact, versioned=True)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the contact and the numbers of its tickets."""
    found, counts = desk.contacts.counted(reference(request))
    return ok(contact(found, found.id, counts), found.version)
