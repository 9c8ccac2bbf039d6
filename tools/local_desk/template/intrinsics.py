"""Evaluates CloudFormation's tags and intrinsic functions. Those that are not emulated are errors.

Skipping them would test another stack than the one that is deployed.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, Protocol

import yaml


class TemplateError(Exception):
    """The template has something that cannot be deployed, or that the local desk does not emulate."""


class References(Protocol):
    """Resolves the names in a template."""

    def ref(self, name: str) -> object:
        """Return the value of `!Ref name`. Raises TemplateError for an unknown name."""

    def attribute(self, name: str, attribute: str) -> str:
        """Return the value of `!GetAtt name.attribute`. Raises TemplateError for an unknown name."""

    def condition(self, name: str) -> bool:
        """Tell whether the condition holds. Raises TemplateError for an unknown name."""

    def mapping(self, name: str, first: str, second: str) -> object:
        """Return the value in `Mappings`. Raises TemplateError if there is none."""


NO_VALUE = object()
"""What `!Ref AWS::NoValue` resolves to: the property that holds it does not exist."""

_VARIABLE = re.compile(r"\$\{(!?)([^}]*)\}")


class _Loader(yaml.CSafeLoader):
    """Safe YAML where a tag makes the long form of its function, and a date is the text that was written."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def _construct_tag(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, object]:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if name != "Condition" and name not in _FUNCTIONS:
        raise TemplateError(f"!{suffix} is not emulated:\n{node.start_mark}")
    value: object
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    elif isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    return {name: value}


_Loader.add_multi_constructor("!", _construct_tag)


def load(text: str) -> dict[str, Any]:
    """Parse a template. Raises TemplateError for an unknown tag, or when it is no mapping."""
    document = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, with constructors of our own
    if not isinstance(document, dict):
        raise TemplateError("a template is a mapping")
    return document


def resolve(value: object, references: References) -> Any:
    """`value` with every intrinsic function carried out. Raises TemplateError for an unknown or malformed one."""
    if isinstance(value, dict):
        if (name := _function_name(value)) is not None:
            return _FUNCTIONS[name](value[name], references)
        resolved = {key: resolve(item, references) for key, item in value.items()}
        return {key: item for key, item in resolved.items() if item is not NO_VALUE}
    if isinstance(value, list):
        items = [resolve(item, references) for item in value]
        return [item for item in items if item is not NO_VALUE]
    return value


def holds(value: object, references: References) -> bool:
    """Carry out what stands in the section `Conditions`. Raises TemplateError when that is no condition."""
    if isinstance(value, dict) and set(value) == {"Condition"}:
        return references.condition(str(value["Condition"]))
    found = resolve(value, references)
    if not isinstance(found, bool):
        raise TemplateError(f"a condition is true or false, not {found!r}")
    return found


def text(value: object) -> str:
    """Return a scalar as CloudFormation converts it to a string."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (str, int, float)):
        return str(value)
    raise TemplateError(f"{value!r} is no string")


def _function_name(value: dict[str, Any]) -> str | None:
    for name in value:
        if str(name) == "Ref" or str(name).startswith("Fn::"):
            if len(value) > 1:
                raise TemplateError(f"{name} stands alone in its mapping, not with {sorted(set(value) - {name})}")
            if name not in _FUNCTIONS:
                raise TemplateError(f"{name} is not emulated")
            return name
    return None


def _malformed(name: str, value: object) -> NoReturn:
    raise TemplateError(f"{name} does not take {value!r}")


def _list(name: str, value: object, *lengths: int) -> list[Any]:
    if not isinstance(value, list) or (lengths and len(value) not in lengths):
        _malformed(name, value)
    return value


def _ref(value: object, references: References) -> object:
    if value == "AWS::NoValue":
        return NO_VALUE
    return references.ref(text(value))


def _get_att(value: object, references: References) -> str:
    parts = value.split(".", 1) if isinstance(value, str) else value
    name, attribute = _list("Fn::GetAtt", parts, 2)
    return references.attribute(text(name), text(attribute))


def _sub(value: object, references: References) -> str:
    pattern, given = (value, {}) if isinstance(value, str) else _list("Fn::Sub", value, 2)
    if not isinstance(pattern, str) or not isinstance(given, dict):
        _malformed("Fn::Sub", value)

    def replace(found: re.Match[str]) -> str:
        literal, name = found.groups()
        if literal:
            return f"${{{name}}}"
        if name in given:
            return text(resolve(given[name], references))
        if "." in name:
            return _get_att(name, references)
        return text(references.ref(name))

    return _VARIABLE.sub(replace, pattern)


def _join(value: object, references: References) -> str:
    separator, items = _list("Fn::Join", value, 2)
    resolved = resolve(items, references)
    return text(separator).join(text(item) for item in _list("Fn::Join", resolved))


def _select(value: object, references: References) -> object:
    index, items = _list("Fn::Select", resolve(value, references), 2)
    found: object = _list("Fn::Select", items)[int(index)]
    return found


def _split(value: object, references: References) -> list[str]:
    separator, whole = _list("Fn::Split", resolve(value, references), 2)
    return text(whole).split(text(separator))


def _if(value: object, references: References) -> object:
    name, then, otherwise = _list("Fn::If", value, 3)
    return resolve(then if references.condition(text(name)) else otherwise, references)


def _find_in_map(value: object, references: References) -> object:
    name, first, second = _list("Fn::FindInMap", resolve(value, references), 3)
    return references.mapping(text(name), text(first), text(second))


def _equals(value: object, references: References) -> bool:
    left, right = _list("Fn::Equals", resolve(value, references), 2)
    return text(left) == text(right)


def _and(value: object, references: References) -> bool:
    return all(holds(item, references) for item in _list("Fn::And", value))


def _or(value: object, references: References) -> bool:
    return any(holds(item, references) for item in _list("Fn::Or", value))


def _not(value: object, references: References) -> bool:
    return not holds(_list("Fn::Not", value, 1)[0], references)


_FUNCTIONS: Mapping[str, Callable[[object, References], object]] = {
    "Ref": _ref,
    "Fn::And": _and,
    "Fn::Equals": _equals,
    "Fn::FindInMap": _find_in_map,
    "Fn::GetAtt": _get_att,
    "Fn::If": _if,
    "Fn::Join": _join,
    "Fn::Not": _not,
    "Fn::Or": _or,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::Sub": _sub,
}
