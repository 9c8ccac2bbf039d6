"""POST /api/1.1/{response_format}/user/{id}/ - change a contact. <Happyfox API: Edit a Contact>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import endpoint
from polydesk.dialects.happyfox.contact import Contact, answer, answer_again, reference
from polydesk.dialects.happyfox.contact_bodies import ContactUpdate
from polydesk.dialects.happyfox.references import References
from polydesk.http.request import Request
from polydesk.http.response import Response


@endpoint(answers=Contact, quota="contacts", versioned=True, repeat=answer_again)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the contact as it is now."""
    found = desk.contacts.get(reference(request))
    body = ContactUpdate.check(request.data, References(desk, {}))
    return answer(desk.contacts.change(found, body.changes(), request.principal))
