"""Everything that can go wrong by somebody's wish or by circumstance.

DeskError
├─ Invalid                    a field says something that cannot be
├─ AuthenticationError
│  ├─ MissingCredentials
│  ├─ UnknownToken
│  ├─ ExpiredToken
│  └─ WrongCredentials        a pair of name and secret that do not belong together
├─ Forbidden
│  ├─ PersonLacksPermission
│  └─ TokenLacksPermission
├─ NotFound
│  ├─ TicketNotFound, CommentNotFound, TopicNotFound, FileNotFound
│  └─ StateNotFound, PersonNotFound, GroupNotFound, CategoryNotFound, PriorityNotFound
├─ Conflict
│  ├─ TicketIsClosed, TicketIsOpen, AlreadyAssigned, HistoryIsFull
│  ├─ FileNotArrived, FileAlreadyUsed
│  ├─ StateInUse, NameTaken
│  ├─ KeyReused               an Idempotency-Key that came before with another request
│  └─ LostRace                others kept changing the same thing until time ran out
├─ PreconditionFailed         If-Match names another version
├─ PayloadTooLarge
│  └─ AnswerTooLarge
├─ UnsupportedMediaType
├─ TooManyRequests            carries the seconds to wait
└─ Unavailable                the store is throttled or out of reach; carries the seconds to wait
"""


class DeskError(Exception):
    """The root of what the desk tells its callers; `str(error)` is a sentence for people."""


class Invalid(DeskError):
    """A value that cannot be accepted.

    `place` is where it came from (`body`, `query`, `path` or `header`), `field` the field's name as the caller
    wrote it, dotted when it is nested, and empty when the whole of the place is meant. `kind` is a stable word
    for the sort of fault: `missing`, `unknown`, `malformed` or `value`. `others` are further faults of the same
    request.
    """

    def __init__(
        self, place: str, field: str, problem: str, kind: str = "value", others: "tuple[Invalid, ...]" = ()
    ) -> None:
        super().__init__(problem)
        self.place = place
        self.field = field
        self.problem = problem
        self.kind = kind
        self.others = others

    @property
    def location(self) -> str:
        """Place and field as one dotted path, such as `body.summary`."""
        return f"{self.place}.{self.field}" if self.field else self.place


class AuthenticationError(DeskError):
    """Nobody known is calling."""


class MissingCredentials(AuthenticationError):
    """The call carries no credential."""


class UnknownToken(AuthenticationError):
    """The token is unknown or was revoked."""


class ExpiredToken(AuthenticationError):
    """The token's time is over."""


class WrongCredentials(AuthenticationError):
    """Name and secret do not belong together."""


class Forbidden(DeskError):
    """The caller is known and may not do this. `permission` is what is missing."""

    def __init__(self, permission: str) -> None:
        super().__init__(f"The permission {permission} is missing.")
        self.permission = permission


class PersonLacksPermission(Forbidden):
    """The person behind the token does not have the permission."""


class TokenLacksPermission(Forbidden):
    """The person has the permission, the token was issued without it."""


class NotFound(DeskError):
    """There is no such thing for this caller; `identifier` is what was asked for."""

    thing = "Object"

    def __init__(self, identifier: object = "") -> None:
        super().__init__(f"{self.thing} not found.")
        self.identifier = identifier


class TicketNotFound(NotFound):
    """No such ticket, or it belongs to somebody else."""

    thing = "Ticket"


class CommentNotFound(NotFound):
    """No such comment, or it belongs to somebody else's ticket, or it is not public."""

    thing = "Comment"


class TopicNotFound(NotFound):
    """No category has this key."""

    thing = "Topic"


class FileNotFound(NotFound):
    """No such upload, or it is somebody else's."""

    thing = "File"


class StateNotFound(NotFound):
    """No such ticket state."""

    thing = "Ticket state"


class PersonNotFound(NotFound):
    """No such person."""

    thing = "User"


class GroupNotFound(NotFound):
    """No such group."""

    thing = "Group"


class CategoryNotFound(NotFound):
    """No such category."""

    thing = "Category"


class PriorityNotFound(NotFound):
    """No such priority."""

    thing = "Priority"


class Conflict(DeskError):
    """The wish is well-formed and contradicts how things stand."""


class TicketIsClosed(Conflict):
    """The ticket is closed; it has to be reopened first."""

    def __init__(self) -> None:
        super().__init__("The ticket is closed. Reopen it first.")


class TicketIsOpen(Conflict):
    """The ticket is not closed."""

    def __init__(self) -> None:
        super().__init__("The ticket is open already.")


class AlreadyAssigned(Conflict):
    """The person or group has the ticket already."""

    def __init__(self) -> None:
        super().__init__("The ticket is assigned so already.")


class HistoryIsFull(Conflict):
    """A ticket holds as many updates as its comment ids can number."""

    def __init__(self) -> None:
        super().__init__("The ticket has as many updates as a ticket can have. Open a new one.")


class FileNotArrived(Conflict):
    """The upload was announced, its bytes have not come yet."""

    def __init__(self, identifier: object = "") -> None:
        super().__init__("The file has not been uploaded yet.")
        self.identifier = identifier


class FileAlreadyUsed(Conflict):
    """A file is attached once."""

    def __init__(self, identifier: object = "") -> None:
        super().__init__("The file is attached already.")
        self.identifier = identifier


class StateInUse(Conflict):
    """Tickets are in the state, or another state leads to it."""

    def __init__(self) -> None:
        super().__init__("The state has references.")


class NameTaken(Conflict):
    """Another one has this name; `field` tells which name."""

    def __init__(self, field: str = "name") -> None:
        super().__init__("The name is taken.")
        self.field = field


class KeyReused(Conflict):
    """The Idempotency-Key came before, with another request."""

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used for a different request.")


class WriteConflict(Conflict):
    """Others changed the same thing each time until the time for trying was over; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("Others are changing the same thing. Try again.")


class PreconditionFailed(DeskError):
    """If-Match names a version that is not the current one; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("The version in If-Match is not the current one.")


class PayloadTooLarge(DeskError):
    """The request is larger than what is accepted; `limit` is in bytes."""

    sentence = "The request is larger than {} bytes."

    def __init__(self, limit: int) -> None:
        super().__init__(self.sentence.format(limit))
        self.limit = limit


class AnswerTooLarge(PayloadTooLarge):
    """There is more to answer than fits into one answer; `limit` is in bytes."""

    sentence = "The answer is larger than {} bytes. Ask for less at a time."


class UnsupportedMediaType(DeskError):
    """The body's Content-Type is not one that this endpoint reads."""

    def __init__(self, media_type: str) -> None:
        super().__init__(f"The media type {media_type or '(none)'} is not supported.")
        self.media_type = media_type


class TooManyRequests(DeskError):
    """Over a limit; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many requests. Retry in {retry_after} seconds.")
        self.retry_after = retry_after


class Unavailable(DeskError):
    """The store cannot take the request now; `retry_after` is in seconds. Nothing is half done."""

    def __init__(self, retry_after: int = 1) -> None:
        super().__init__("The desk is overloaded. Try again.")
        self.retry_after = retry_after
