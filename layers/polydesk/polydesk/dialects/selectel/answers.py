"""Answers to writes, for a request that takes effect now and for a repetition of one that did."""

from polydesk.desk.desk import Desk
from polydesk.desk.files import Upload
from polydesk.desk.ticket_writes import Outcome
from polydesk.dialects.selectel import responses
from polydesk.domain.ticket import Vote
from polydesk.http.request import Request
from polydesk.http.response import Response, ok


def ticket(outcome: Outcome, request: Request, desk: Desk) -> Response:
    """Return 200 with the ticket."""
    written = outcome.ticket
    return ok(responses.ticket(written, desk.states.current([written])), written.version)


def comment(outcome: Outcome, request: Request, desk: Desk) -> Response:
    """Return 200 with the comment."""
    return ok(responses.comment(outcome.written, outcome.ticket, desk.files.link))


def ticket_vote(outcome: Outcome, request: Request, desk: Desk) -> Response:
    """Return 200 with the vote on the ticket."""
    return ok(responses.ticket_vote(outcome.voted), outcome.ticket.version)


def comment_vote(outcome: Outcome, request: Request, desk: Desk) -> Response:
    """Return 200 with the vote on a comment, as the history has it."""
    (change,) = outcome.written.changes
    return ok(responses.comment_vote(Vote(change.new["score"], change.new["comment"], outcome.written.at)))


def upload(announced: Upload, request: Request, desk: Desk) -> Response:
    """Return 200 with the file's id and the form."""
    return ok(responses.upload(announced))
