"""Lists of the Tickets API, of agents and of customers."""

from random import Random

from tests.unit.desk.lists.asked import Asked, Condition, Holds, has_words
from tests.unit.desk.lists.written_desk import WORDS, Seen

SELECTIONS: dict[tuple[bool, bool], Holds] = {
    (False, False): lambda _: True,
    (True, False): lambda seen: seen.ticket.state_id in (1, 2, 3, 7),
    (False, True): lambda seen: seen.ticket.state_id in (4, 5),
    (True, True): lambda _: False,
}


def _words(random: Random, *, public: bool) -> Condition:
    words = random.sample(WORDS, random.randrange(1, 3))
    words[-1] = words[-1][: random.choice((2, 3, 20))]
    number = random.randrange(1, 150)
    if random.random() < 0.1:
        words = [str(number)]

    def holds(seen: Seen) -> bool:
        texts = seen.public if public else seen.private
        return has_words(texts, words, unfinished=True) or words == [str(seen.ticket.number)]

    return Condition("q", " ".join(words), holds, by_row=False)


def list_asked_for(random: Random, customer_id: int | None, *, exact: bool) -> Asked:
    """Return the parameters of a list, and what they ask for; those of a customer ask for the customer's tickets."""
    opened, closed = random.random() < 0.3, random.random() < 0.2
    parameters = {"only_opened": ["true"]} if opened else {}
    parameters |= {"only_closed": ["1"]} if closed else {}

    def sees(seen: Seen) -> bool:
        if customer_id is None:
            return not seen.ticket.spam
        hidden = seen.ticket.spam or seen.ticket.visible_only_staff
        return seen.customer.id == customer_id and not hidden

    conditions = [
        Condition("seen", "", sees, exact=True),
        Condition("state", "", SELECTIONS[opened, closed], exact=True),
    ]
    if not exact and random.random() < 0.6:
        conditions.append(words := _words(random, public=customer_id is not None))
        parameters["q"] = [words.value]
    return Asked(parameters, tuple(conditions))
