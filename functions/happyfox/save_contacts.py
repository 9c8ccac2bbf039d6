"""POST /api/1.1/{response_format}/users/ - create a contact or change the one with its address, or up to a hundred.

<Happyfox API: Create or Edit Contacts>
"""

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import endpoint
from polydesk.dialects.happyfox.bulk import MAX_ITEMS
from polydesk.dialects.happyfox.contact import Contact, RefusedContact, SavedContact, answer, answer_again
from polydesk.dialects.happyfox.contact_bodies import save, save_each
from polydesk.http.errors import PreconditionFailed
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


@endpoint(
    answers=Contact | list[SavedContact | RefusedContact],
    quota="contacts",
    versioned="single",
    bulk=MAX_ITEMS,
    repeat=answer_again,
    raises=(PreconditionFailed,),
)
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the contact; for a list of contacts, with the result of each."""
    data = request.data
    if isinstance(data, list):
        return ok(save_each(data, desk, request.principal))
    return answer(save(data, desk, request.principal))
