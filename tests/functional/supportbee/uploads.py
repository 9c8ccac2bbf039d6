"""Files of the SupportBee API on their way into a desk: stored in the name of an agent, attached by their numbers."""

from polydesk.desk.messages import NewFile, NewMessage
from polydesk.domain.file import File
from polydesk.domain.ticket import Attachment
from tests.functional.internals import current_desk, principal

HELLO = NewFile("a.txt", "text/plain", b"hello")


def stored(token: str, new: NewFile = HELLO) -> File:
    """Store a file as the person with this token."""
    return current_desk().files.store(new, principal(token))


def attached(token: str, numbers: list[int], ticket: int = 1) -> tuple[Attachment, ...]:
    """Write a message with the files of these numbers; return its attachments."""
    outcome = current_desk().tickets.comment(ticket, principal(token), NewMessage("See here", numbers=numbers))
    assert outcome.written.message is not None
    return outcome.written.message.files
