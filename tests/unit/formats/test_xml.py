"""XML out."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.formats import xml as xml_format

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read(document: str) -> ElementTree.Element:
    return ElementTree.fromstring(document.encode("utf-8"))  # noqa: S314 - our own document


def text(value: str) -> str:
    return read(xml_format.render({"a": value})).findtext("a") or ""


def test_a_document_is_written_as_the_vendor_shows_it() -> None:
    data = {
        "id": 3,
        "name": "Ivy",
        "default": True,
        "public": False,
        "merged_to": None,
        "phones": [{"id": 1}, {"id": 2}],
    }

    assert xml_format.render(data) == (
        '<?xml version="1.0" encoding="utf-8"?><response><id>3</id><name>Ivy</name><default>True</default>'
        '<public>False</public><merged_to null="True"/>'
        "<phones><resource><id>1</id></resource><resource><id>2</id></resource></phones></response>"
    )


def test_a_list_is_a_document_of_its_own() -> None:
    assert xml_format.render([{"success": True}, None]).endswith(
        '<response><resource><success>True</success></resource><resource null="True"/></response>'
    )


def test_nothing_and_empty_text_differ() -> None:
    document = read(xml_format.render({"nothing": None, "empty": "", "none": []}))

    assert [(one.tag, one.attrib, one.text, len(one)) for one in document] == [
        ("nothing", {"null": "True"}, None, 0),
        ("empty", {}, None, 0),
        ("none", {}, None, 0),
    ]


@pytest.mark.parametrize(
    "value", ["<b>&amp;</b>", "]]>", "\"'", "emoji 😀 \U0010ffff", " a\n\tb ", "a\r\nb\rc", "Привет", "\x85\u2028"]
)
def test_text_is_read_back_as_it_was(value: str) -> None:
    assert text(value) == value


def test_characters_that_xml_cannot_carry_are_dropped() -> None:
    assert text("a\x00b\x0bc\x1fd\ufffee\uffff\ud800f") == "abcdef"


@given(st.text(st.characters(codec=None)))
def test_every_document_is_well_formed(value: str) -> None:
    assert text(value) == UNWRITABLE.sub("", value)


PLAIN: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner),
)


@given(PLAIN)
def test_every_value_makes_one_document_and_always_the_same(value: Any) -> None:
    document = xml_format.render(value)

    assert read(document).tag == "response"
    assert xml_format.render(value) == document
