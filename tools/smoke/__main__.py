"""`make smoke STACK=…`: call a deployed stack, print a line for each check, and end with 1 if one failed.

STACK        the name of the stack; credentials and Region are those of the AWS CLI
BASE_URL     another base URL than that of the stack's outputs, such as a domain of your own
THROTTLE     yes: find out what the gateway answers when Lambda has no room
AWS_ENDPOINT_URL   the local AWS of `make deploy-local`
"""

import os
import sys
from functools import partial

from botocore.exceptions import BotoCoreError, ClientError

from tools.smoke import apis, background, gateway, throttling
from tools.smoke.callers import Caller, callers
from tools.smoke.report import Report
from tools.smoke.stack import Failed, Stack

CHECKS = {
    "Tickets API: open a ticket": apis.open_ticket,
    "Tickets API: comment and read": apis.comment,
    "Tickets API: upload and download": apis.upload_and_download,
    "SupportBee: star and unstar": apis.star,
    "SupportBee: a ticket and a reply": apis.ticket_with_reply,
    "SupportBee: a label": apis.label,
    "HappyFox: paths with a final slash and without": apis.read_with_slash_and_without,
    "HappyFox: a form with a file": apis.send_form_with_file,
    "HappyFox: contacts": apis.read_contacts,
    "HappyFox: reference lists": apis.read_reference_lists,
    "Zammad: a ticket, an article and a file": apis.ticket_with_article,
    "Zammad: users and groups": apis.read_users_and_groups,
    "Zammad: create and delete a state": apis.change_states,
    "Without a token": gateway.no_token,
    "Unknown method": gateway.unknown_method,
    "Unknown path": gateway.unknown_path,
    "Unknown path with Authorization": gateway.unknown_path_with_authorization,
    "Body above the desk's limit": gateway.too_large_for_the_desk,
    "Body above Lambda's limit": gateway.too_large_for_lambda,
    "Event bus: an event of the comment": background.event,
    "Schedules: a timer moves the ticket": background.timer,
}


def run(stack: Stack, report: Report, *, throttles: bool = False) -> None:
    """Run all checks, and clean up. Raises Failed when people and tokens cannot be made."""
    with callers(stack) as caller:
        try:
            for title, check in CHECKS.items():
                report.run(title, partial(check, caller))
            if throttles:
                report.run("Lambda without room", partial(throttling.response_type, caller))
        finally:
            report.run("Clean up: the tickets are spam", partial(_remove, caller))


def _remove(caller: Caller) -> str:
    """Mark the tickets as spam, which the desk purges by itself."""
    if not caller.opened:
        return "there is none"
    for number in caller.opened:
        caller.supportbee("POST", f"tickets/{number}/spam.json", 204)
    return "purged after SpamRetentionDays"


def main() -> None:
    """Smoke-test the stack that STACK names."""
    name, report = os.environ.get("STACK", ""), Report()
    if not name:
        sys.exit("STACK is missing; type: make smoke STACK=polydesk")
    try:
        stack = Stack(name, os.environ.get("AWS_ENDPOINT_URL", ""), os.environ.get("BASE_URL", ""))
        print(f"{name} at {stack.base_url}", flush=True)
        run(stack, report, throttles=os.environ.get("THROTTLE") == "yes")
    except (Failed, BotoCoreError, ClientError) as failure:
        sys.exit(f"The smoke test cannot go on: {failure}")
    print(report.summary)
    sys.exit(1 if report.failed else 0)


if __name__ == "__main__":
    main()
