"""Query parameters before a model reads them: what every endpoint of an API refuses, and what it ignores.

| parameter                          | what happens                                               |
|------------------------------------|------------------------------------------------------------|
| in the endpoint's model            | the model reads it                                         |
| one that the API ignores           | nothing                                                    |
| any other                          | refused                                                    |
| repeated with equal values         | counts once                                                |
| repeated with different values     | refused, unless the model has it as a repeatable one       |
| a value that is no UTF-8, too long | refused                                                    |

The rules are the API's, unless the endpoint's model has its own. An endpoint without a model takes none. Nothing here
needs pydantic, which such endpoints do not import.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from polydesk.http.errors import InvalidRequest, together

MAX_PARAMETERS = 100
"""Values of one request, ignored ones included."""

MAX_VALUE_LENGTH = 1000
"""Characters of a value, unless the rules have another bound for the parameter."""

MAX_SHOWN_NAME = 100
"""Characters of an unknown name that an answer repeats."""

UNDECODABLE = "\N{REPLACEMENT CHARACTER}"
"""What the gateway makes of percent-encoded bytes that are no UTF-8."""


@dataclass(frozen=True, slots=True)
class ParameterRules:
    """What an API does with query parameters.

    ignored: names that every endpoint ignores unless its model has them
    ignores_unknown: whether every unknown name is ignored
    refused: unknown names that are refused all the same
    unknown: returns the problem of an unknown parameter, given its name and the names that are known
    problem: returns the problem of a known parameter as the API words it, given name and problem
    max_lengths: characters of the values of parameters that may be longer than MAX_VALUE_LENGTH, by name
    """

    ignored: frozenset[str] = frozenset()
    ignores_unknown: bool = False
    refused: frozenset[str] = frozenset()
    unknown: Callable[[str, Collection[str]], str] = lambda _, known: unknown_problem(known)
    problem: Callable[[str, str], str] = lambda _, problem: problem
    max_lengths: Mapping[str, int] = field(default_factory=dict)

    def ignores(self, name: str) -> bool:
        """Return whether a parameter that is in no model is ignored."""
        return name in self.ignored or (self.ignores_unknown and name not in self.refused)


def unknown_problem(known: Collection[str]) -> str:
    """Return the problem of an unknown parameter: which ones there are."""
    if not known:
        return "There are no query parameters here."
    return f"This parameter is not known here. Known: {', '.join(sorted(known))}."


STRICT = ParameterRules()
"""The rules of an API that ignores nothing."""


def refuse_all(values: Mapping[str, Sequence[str]], rules: ParameterRules) -> None:
    """Refuse the parameters of an endpoint without a model. Raises InvalidRequest for the first, with the others."""
    _, faults = known_values(values, (), rules)
    if faults:
        raise together(faults)


def known_values(
    values: Mapping[str, Sequence[str]],
    known: Collection[str],
    rules: ParameterRules,
    repeatable: Collection[str] = (),
) -> tuple[dict[str, str | list[str]], list[InvalidRequest]]:
    """Return the value of each known parameter that has one, and the faults of all others.

    A repeatable parameter has a list of its distinct values, in order.
    """
    found: dict[str, str | list[str]] = {}
    faults: list[InvalidRequest] = []
    if sum(map(len, values.values())) > MAX_PARAMETERS and not rules.ignores_unknown:
        return {}, [InvalidRequest("query", "", f"Send at most {MAX_PARAMETERS} query parameters.")]
    for name, texts in values.items():
        if name in known:
            distinct = list(dict.fromkeys(texts))
            max_length = rules.max_lengths.get(name, MAX_VALUE_LENGTH)
            if problem := _problem(distinct, max_length, repeatable=name in repeatable):
                faults.append(InvalidRequest("query", name, rules.problem(name, problem)))
            else:
                found[name] = distinct if name in repeatable else distinct[0]
        elif not rules.ignores(name):
            shown = name[:MAX_SHOWN_NAME]
            faults.append(InvalidRequest("query", shown, rules.unknown(shown, known), "unknown"))
    return found, faults


def _problem(distinct: Sequence[str], max_length: int, *, repeatable: bool) -> str:
    """Return what is wrong with the distinct values of a known parameter; empty when nothing is."""
    if len(distinct) != 1 and not repeatable:
        return "Send this parameter once."
    if any(len(text) > max_length for text in distinct):
        return f"Send at most {max_length} characters."
    if any(UNDECODABLE in text for text in distinct):
        return "Send UTF-8, percent-encoded."
    return ""
