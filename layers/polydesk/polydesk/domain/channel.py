"""Channels: the ways by which a message came to the desk, or went from it."""

from enum import StrEnum


class Channel(StrEnum):
    """The channels, with the names under which they are stored."""

    EMAIL = "email"
    SMS = "sms"
    CHAT = "chat"
    FAX = "fax"
    PHONE = "phone"
    TWITTER_STATUS = "twitter status"
    TWITTER_DIRECT_MESSAGE = "twitter direct-message"
    FACEBOOK_FEED_POST = "facebook feed post"
    FACEBOOK_FEED_COMMENT = "facebook feed comment"
    NOTE = "note"
    WEB = "web"
    TELEGRAM_PERSONAL_MESSAGE = "telegram personal-message"
    FACEBOOK_DIRECT_MESSAGE = "facebook direct-message"


def usual_channel(*, public: bool, by_customer: bool, customer_updated: bool = False) -> Channel:
    """Return the channel of a message for which none was given.

    A private message is a note. A public one of a customer came by the web; one of staff is an e-mail when its author
    wants the customer to get it by mail, else a note.
    """
    if not public:
        return Channel.NOTE
    if by_customer:
        return Channel.WEB
    return Channel.EMAIL if customer_updated else Channel.NOTE
