"""POST /api/1.1/{response_format}/ticket/{id}/staff_update/ - answer and handle. <Happyfox API: Add a Staff Update>"""

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import endpoint, writing
from polydesk.dialects.happyfox.bodies import Handled
from polydesk.dialects.happyfox.fields import Addresses, Flag, Line
from polydesk.http.reply import Reply
from polydesk.http.request import Request


class StaffUpdate(Handled):
    """What staff tell the customer, by which mail, and what becomes of the ticket."""

    update_customer: Flag = False
    subject: Line = ""
    cc: Addresses = ""
    bcc: Addresses = ""


@endpoint
def handler(request: Request, desk: Desk) -> Reply:
    """Answer 200 with the ticket as it is now."""
    wanted = writing.checked(StaffUpdate, request, desk)
    body = wanted.body
    mail = {"subject": body.subject, "cc": body.cc, "bcc": body.bcc, "customer_updated": body.update_customer}
    return writing.handled(wanted, mail)
