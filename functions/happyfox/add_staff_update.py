"""POST /api/1.1/{response_format}/ticket/{id}/staff_update/ - answer and handle. <Happyfox API: Add a Staff Update>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import endpoint, updates
from polydesk.dialects.happyfox.fields import Addresses, Flag, Line
from polydesk.dialects.happyfox.requests import Handled
from polydesk.http.request import Request
from polydesk.http.response import Response


class StaffUpdate(Handled):
    """What staff tell the customer, by which mail, and what becomes of the ticket."""

    update_customer: Flag = False
    subject: Line = ""
    cc: Addresses = ""
    bcc: Addresses = ""


@endpoint
def handler(request: Request, desk: Desk) -> Response:
    """Answer 200 with the ticket as it is now."""
    wanted = updates.checked(StaffUpdate, request, desk)
    body = wanted.body
    mail = {"subject": body.subject, "cc": body.cc, "bcc": body.bcc, "customer_updated": body.update_customer}
    return updates.handled(wanted, mail)
