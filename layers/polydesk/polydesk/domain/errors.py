"""Errors that the desk raises for its callers.

DeskError
├─ InvalidValue               a field has a value that is not accepted
│  ├─ MissingValue            a field that is needed has no value
│  └─ NothingToTellApart      a person would have nothing that others do not have
├─ AuthenticationError
│  ├─ MissingCredentials
│  │  └─ NoCredentials        none at all, not even unreadable ones
│  ├─ UnknownToken
│  ├─ ExpiredToken
│  └─ WrongCredentials        a name and a secret that do not match
├─ Forbidden
│  ├─ PersonLacksPermission
│  └─ TokenLacksPermission
├─ NotFound
│  ├─ TicketNotFound, CommentNotFound, ReplyNotFound, TopicNotFound, FileNotFound, AttachmentNotFound
│  ├─ StateNotFound, GroupNotFound, CategoryNotFound, PriorityNotFound, LabelNotFound
│  └─ PersonNotFound
│     └─ ContactNotFound
├─ Conflict
│  ├─ TicketIsClosed, TicketIsOpen, TicketNotInTrash, AlreadyAssigned, NewerStaffMessage, HistoryIsFull
│  ├─ FileNotArrived, FileAlreadyUsed
│  ├─ InUse
│  │  └─ StateInUse, CategoryInUse, PersonInUse
│  ├─ NameTaken
│  │  └─ AddressTaken
│  ├─ KeyReused               an idempotency key that was used for another request
│  └─ WriteConflict           the same thing was changed before each of several attempts
├─ OutdatedVersion            the caller expected another version
├─ TooLarge                   carries the limit in bytes
├─ QuotaExceeded              carries the seconds to wait
└─ Unavailable                the store is throttled or unreachable; carries the seconds to wait
   ├─ Crowded                 too many requests write the same items at the same time
   └─ BeingPrepared           an index that the request needs is not complete after an upgrade

Other layers add errors of their own, such as those of a protocol.
"""


class DeskError(Exception):
    """Base of all errors for callers; `str(error)` is a sentence for people."""


class InvalidValue(DeskError):
    """A value that is not accepted.

    `field` is the name of the property, dotted when nested, and empty for the input as a whole. `problem` says what to
    send instead.
    """

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(problem)
        self.field = field
        self.problem = problem


class MissingValue(InvalidValue):
    """A field that is needed has no value."""


class NothingToTellApart(InvalidValue):
    """A person without a name, an e-mail address, a login and a telephone number."""

    def __init__(self) -> None:
        super().__init__("", "A person needs a name, an e-mail address, a login or a telephone number.")


class AuthenticationError(DeskError):
    """The caller could not be authenticated."""


class MissingCredentials(AuthenticationError):
    """The call carries no credentials that can be read."""


class NoCredentials(MissingCredentials):
    """The call carries no credentials at all, not even in another place or of another scheme."""


class UnknownToken(AuthenticationError):
    """The token is unknown or was revoked."""


class ExpiredToken(AuthenticationError):
    """The token has expired."""


class WrongCredentials(AuthenticationError):
    """The name and the secret do not match."""


class Forbidden(DeskError):
    """The caller is not allowed to do this. `permission` is the one that is missing."""

    def __init__(self, permission: str) -> None:
        super().__init__(f"The permission {permission} is missing.")
        self.permission = permission


class PersonLacksPermission(Forbidden):
    """The token's person does not have the permission."""


class TokenLacksPermission(Forbidden):
    """The person has the permission, but the token was issued without it."""


class ActingRefused(Forbidden):
    """The caller may not act for other people."""


class ActingPersonUnknown(Forbidden):
    """There is no active person whom the caller can act for; `identifier` is how the caller named the person."""

    def __init__(self, identifier: str) -> None:
        DeskError.__init__(self, f"There is no active person '{identifier}'.")
        self.identifier = identifier


class NotFound(DeskError):
    """The thing does not exist, or the caller may not see it; `identifier` is the one that was asked for."""

    thing = "Object"

    def __init__(self, identifier: object = "") -> None:
        super().__init__(f"{self.thing} not found.")
        self.identifier = identifier


class TicketNotFound(NotFound):
    """The ticket does not exist, or the caller may not see it."""

    thing = "Ticket"


class CommentNotFound(NotFound):
    """The comment does not exist, is not public, or belongs to a ticket that the caller may not see."""

    thing = "Comment"


class ReplyNotFound(NotFound):
    """The ticket has no public message with this id after its first one."""

    thing = "Reply"


class TopicNotFound(NotFound):
    """No category has this key."""

    thing = "Topic"


class FileNotFound(NotFound):
    """The upload does not exist, or belongs to another person."""

    thing = "File"


class AttachmentNotFound(NotFound):
    """No attachment has this number, or the caller may not see or use it."""

    thing = "Attachment"

    def __init__(self, identifier: object = "") -> None:
        if isinstance(identifier, int):
            self.thing = f"{self.thing} {identifier}"
        super().__init__(identifier)


class StateNotFound(NotFound):
    """The ticket state does not exist."""

    thing = "Ticket state"


class PersonNotFound(NotFound):
    """The person does not exist."""

    thing = "User"


class ContactNotFound(PersonNotFound):
    """The customer does not exist, or is a member of staff."""

    thing = "Contact"


class GroupNotFound(NotFound):
    """The group does not exist."""

    thing = "Group"


class CategoryNotFound(NotFound):
    """The category does not exist."""

    thing = "Category"


class PriorityNotFound(NotFound):
    """The priority does not exist."""

    thing = "Priority"


class LabelNotFound(NotFound):
    """The label is not declared, or the ticket does not have it."""

    thing = "Label"


class Conflict(DeskError):
    """The request is valid but conflicts with the present state."""


class TicketIsClosed(Conflict):
    """The ticket is closed and has to be reopened first."""

    def __init__(self) -> None:
        super().__init__("The ticket is closed. Reopen it first.")


class TicketIsOpen(Conflict):
    """The ticket is not closed."""

    def __init__(self) -> None:
        super().__init__("The ticket is already open.")


class TicketNotInTrash(Conflict):
    """The ticket is to be deleted from the trash, and is not there."""

    def __init__(self) -> None:
        super().__init__("The ticket is not in the trash. Move it there first.")


class AlreadyAssigned(Conflict):
    """The person or group is already the assignee."""

    def __init__(self) -> None:
        super().__init__("The ticket is already assigned to this agent or group.")


class NewerStaffMessage(Conflict):
    """Staff have written to the customer since the history that the author has seen."""

    def __init__(self) -> None:
        super().__init__("Staff have answered since. Read the ticket again.")


class HistoryIsFull(Conflict):
    """The ticket has as many history entries as ids can number."""

    def __init__(self) -> None:
        super().__init__("The ticket's history is full. Open a new ticket.")


class FileNotArrived(Conflict):
    """The upload was announced, but its content has not arrived."""

    def __init__(self, identifier: object = "") -> None:
        super().__init__("The file has not been uploaded yet.")
        self.identifier = identifier


class FileAlreadyUsed(Conflict):
    """The file is already attached to a message."""

    def __init__(self, identifier: object = "") -> None:
        super().__init__("The file is already attached to a message. Upload it again.")
        self.identifier = identifier


class InUse(Conflict):
    """The thing cannot be deleted, because others refer to it."""


class StateInUse(InUse):
    """Tickets are in the state, or another state has it as its next state."""

    def __init__(self) -> None:
        super().__init__("The state is in use by tickets or by another state.")


class CategoryInUse(InUse):
    """Tickets have the category, or it is the last one."""

    def __init__(self) -> None:
        super().__init__("The category is in use by tickets, or it is the last one.")


class PersonInUse(InUse):
    """Tickets or histories refer to the person, or may do so."""

    def __init__(self) -> None:
        super().__init__("Only a customer without tickets can be removed. Deactivate the person instead.")


class NameTaken(Conflict):
    """The name is already used; `field` is the property with the name."""

    def __init__(self, field: str = "name") -> None:
        super().__init__("The name is already taken.")
        self.field = field


class AddressTaken(NameTaken):
    """Another person has the e-mail address, or signs in with it."""

    def __init__(self, address: str) -> None:
        super().__init__("email")
        self.address = address


class KeyReused(Conflict):
    """The idempotency key was used for a different request."""

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used for a different request.")


class WriteConflict(Conflict):
    """The same thing was changed by others before each of several attempts; nothing was changed by this request."""

    def __init__(self) -> None:
        super().__init__("Other requests are changing the same thing. Try again.")


class OutdatedVersion(DeskError):
    """The caller expected another version than the current one; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("The expected version is not the current one.")


class TooLarge(DeskError):
    """The content is larger than accepted; `limit` is in bytes."""

    sentence = "The content is larger than {} bytes."

    def __init__(self, limit: int) -> None:
        super().__init__(self.sentence.format(limit))
        self.limit = limit


class QuotaExceeded(DeskError):
    """The token has used up its quota for this minute; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many requests. Retry in {retry_after} seconds.")
        self.retry_after = retry_after


class Unavailable(DeskError):
    """The store cannot take the request now; `retry_after` is in seconds. Nothing was half done.

    When the store's answer to a write was lost, the write may have taken effect.
    """

    sentence = "The desk is overloaded. Try again."

    def __init__(self, retry_after: int = 1) -> None:
        super().__init__(self.sentence)
        self.retry_after = retry_after


class Crowded(Unavailable):
    """Other requests wrote the same items during each of several attempts; nothing was changed."""

    sentence = "Too many requests are writing at the same time. Try again."


class BeingPrepared(Unavailable):
    """An index that the request needs is not complete: a step of the migrations has to go through the table first."""

    sentence = "This list is being prepared after an upgrade of the desk. Try again later."

    def __init__(self, retry_after: int = 60) -> None:
        super().__init__(retry_after)


class RemovalBeingPrepared(BeingPrepared):
    """It is not known exactly yet which tickets a person has."""

    sentence = "Removing people is being prepared after an upgrade of the desk. Try again later."


class TrashBeingPrepared(BeingPrepared):
    """Lists cannot leave out tickets in the trash yet."""

    sentence = "The trash is being prepared after an upgrade of the desk. Try again later."
