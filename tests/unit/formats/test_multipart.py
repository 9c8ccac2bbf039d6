"""Forms with files in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.formats.errors import MalformedInput
from polydesk.formats.multipart import FilePart, Form, parse
from tests.soon import assert_linear

BOUNDARY = "xYzZY"
CONTENT_TYPE = f"multipart/form-data; boundary={BOUNDARY}"


def body(*parts: tuple[str, bytes]) -> bytes:
    """A body of parts, each with its headers, lines separated by CRLF, and its content."""
    lines = [f"--{BOUNDARY}\r\n{headers}\r\n\r\n".encode() + content + b"\r\n" for headers, content in parts]
    return b"".join(lines) + f"--{BOUNDARY}--\r\n".encode()


def named(name: str) -> str:
    return f'Content-Disposition: form-data; name="{name}"'


def file(filename: str, content_type: str = "text/plain") -> str:
    return f'{named("attachments")}; filename="{filename}"\r\nContent-Type: {content_type}'


def refusal(raw: bytes, content_type: str = CONTENT_TYPE) -> tuple[str, str]:
    """Field and problem of a refusal."""
    with pytest.raises(MalformedInput) as refused:
        parse(raw, content_type)
    return refused.value.field, refused.value.problem


def test_fields_and_files_are_read() -> None:
    raw = body(
        (named("text"), "Привет 😀".encode()),
        (named("tags"), b"a"),
        (named("tags"), b"b"),
        (file("a.txt"), b"\x00\r\n"),
    )

    form = parse(raw, CONTENT_TYPE)

    assert form.fields == {"text": ["Привет 😀"], "tags": ["a", "b"]}
    assert form.files == [FilePart("attachments", "a.txt", "text/plain", b"\x00\r\n")]


def test_several_files_come_in_one_field() -> None:
    form = parse(body((file("a.txt"), b"1"), (file("ü 😀.png", "image/png"), b"")), CONTENT_TYPE)

    assert [(one.name, one.content_type, one.content) for one in form.files] == [
        ("a.txt", "text/plain", b"1"),
        ("ü 😀.png", "image/png", b""),
    ]


def test_a_file_that_nobody_chose_is_left_out() -> None:
    assert parse(body((file(""), b"")), CONTENT_TYPE) == Form()


def test_a_form_can_be_empty() -> None:
    assert parse(f"--{BOUNDARY}--\r\n".encode(), CONTENT_TYPE) == Form()


@pytest.mark.parametrize("name", ["a%0D%0AX-Evil: 1.txt", "a\tb", "a\x00b", "a\x7f"])
def test_a_file_name_cannot_break_out_of_a_header(name: str) -> None:
    assert refusal(body((file(name), b"x"))) == ("attachments", "The file name has control characters.")


def test_a_line_break_in_a_part_s_header_is_refused() -> None:
    assert refusal(body((file("a\r\nX-Evil: 1"), b"x"))) == ("attachments", "The file name cannot be read.")
    assert refusal(body((file("a\nX-Evil: 1"), b"x"))) == ("attachments", "The file name has control characters.")


@pytest.mark.parametrize("encoded", ["iso-8859-1''%FC.txt", "utf-8''%FC.txt", "a.txt", '"a.txt"', "utf-8''", ""])
@pytest.mark.parametrize("plain", ["", '; filename="a.txt"'])
def test_a_file_name_that_cannot_be_read_does_not_make_a_text_of_a_file(encoded: str, plain: str) -> None:
    refused = refusal(body((f"{named('a')}{plain}; filename*={encoded}", b"x")))

    assert refused == ("a", "The file name cannot be read. Send it in UTF-8.")


@pytest.mark.parametrize(
    "written",
    [
        "filename=\"=?utf-8?B?w7wudHh0?=\"; filename*=utf-8''%C3%BC.txt",
        "filename*=UTF-8'de'%C3%BC.txt; filename=\"u.txt\"",
        "filename* = utf-8''%c3%bc.txt",
    ],
)
def test_an_encoded_file_name_counts_before_the_plain_one(written: str) -> None:
    form = parse(body((f"{named('a')}; {written}", b"x")), CONTENT_TYPE)

    assert form.files == [FilePart("a", "ü.txt", "", b"x")]
    assert refusal(body((f"{named('a')}; filename*=utf-8''a%0Ab", b"x")))[1] == "The file name has control characters."


@pytest.mark.parametrize("unit", ['"', '\\"', ";", "; filename*", "; filename ", "a=", " "])
def test_the_parameters_of_parts_take_linear_time(unit: str) -> None:
    def read(size: int) -> None:
        header = f'{named("a")}; x="{unit * (size // len(unit))}'
        parse(body(*[(header, b"x")] * 200), CONTENT_TYPE)

    assert_linear(read, 3_900)


@pytest.mark.parametrize("name", ["a; filename*=utf-8''b.txt", r"a\"; filename*=utf-8''b.txt"])
def test_what_stands_within_quotation_marks_is_no_parameter(name: str) -> None:
    form = parse(body((file(name), b"x"), (named(name), b"y")), CONTENT_TYPE)

    assert [one.name for one in form.files] == [*form.fields] == [name.replace("\\", "")]


def test_what_stands_around_the_form_is_not_read() -> None:
    raw = b"for old readers\r\n" + body((named("a"), b"b")) + b"more"

    assert parse(raw, CONTENT_TYPE) == Form({"a": ["b"]})


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=é"]
)
def test_a_body_without_a_boundary_is_refused(content_type: str) -> None:
    assert refusal(body((named("a"), b"b")), content_type) == ("", "The Content-Type names no boundary.")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"nothing of the kind",
        f"--{BOUNDARY}\r\n{named('a')}\r\n\r\nb".encode(),
        f"--{BOUNDARY}\r\n{named('a')}\r\n\r\nb\r\n--{BOUNDARY}".encode(),
        body(("X-Nothing: 1", b"b")),
        body(("Content-Disposition: attachment; name=a", b"b")),
        body(("Content-Disposition: form-data", b"b")),
        body((f"{named('a')}\r\nContent-Length: 5", b"b")),
    ],
)
def test_what_is_no_such_form_is_refused(raw: bytes) -> None:
    assert refusal(raw)[0] == ""


@pytest.mark.parametrize(
    ("headers", "problem"),
    [
        (named("a"), "The text is not valid UTF-8."),
        (
            f"{named('a')}\r\nContent-Type: text/plain; charset=latin-1",
            "The charset latin-1 is not supported. Send the text in UTF-8.",
        ),
    ],
)
def test_text_that_is_not_utf_8_is_refused_by_its_name(headers: str, problem: str) -> None:
    assert refusal(body((headers, b"\xe4"))) == ("a", problem)


def test_ascii_text_is_read_whatever_extension_of_ascii_its_part_names() -> None:
    """As Java's Apache HttpClient sends every text."""
    declared = f"{named('a')}\r\nContent-Type: text/plain; charset=ISO-8859-1\r\nContent-Transfer-Encoding: 8bit"

    assert parse(body((declared, b"b")), CONTENT_TYPE).fields == {"a": ["b"]}
    assert refusal(body((declared, "ü".encode())))[1] == (
        "The charset ISO-8859-1 is not supported. Send the text in UTF-8."
    )


def test_a_header_of_a_part_that_is_not_utf_8_is_refused() -> None:
    raw = body((file("Müller.txt"), b"x")).replace("ü".encode(), b"\xfc")

    assert refusal(raw) == ("", "A header of a part is not valid UTF-8.")


@pytest.mark.parametrize("part", [named("attachments"), file("a.txt")])
@pytest.mark.parametrize(
    "header",
    [
        "Content-Transfer-Encoding: base64",
        "content-transfer-encoding: Quoted-Printable",
        "Content-Transfer-Encoding: 8bit\r\nContent-Transfer-Encoding: x-uuencode",
        "Content-Encoding: gzip",
    ],
)
def test_an_encoded_part_is_refused_by_its_name(part: str, header: str) -> None:
    field, problem = refusal(body((f"{part}\r\n{header}", b"YQ==")))

    assert field == "attachments"
    assert header.rpartition(": ")[2] in problem


@pytest.mark.parametrize(
    "header", ["Content-Transfer-Encoding: Binary", "Content-Transfer-Encoding: 8bit", "Content-Encoding: identity"]
)
def test_a_header_by_which_a_part_is_as_it_is_changes_nothing(header: str) -> None:
    form = parse(body((f"{named('a')}\r\n{header}", b"YQ=="), (f"{file('a.txt')}\r\n{header}", b"YQ==")), CONTENT_TYPE)

    assert (form.fields, [one.content for one in form.files]) == ({"a": ["YQ=="]}, [b"YQ=="])


@pytest.mark.parametrize(
    ("headers", "twice"),
    [
        (f'{named("a")}; name="b"', "parameter name"),
        (f"{named('a')}; NAME =a", "parameter name"),
        (f"{file('a.txt')}".replace("\r\n", '; filename="b.txt"\r\n'), "parameter filename"),
        (f"{named('a')}; filename*=utf-8''a; filename*=utf-8''b", "parameter filename*"),
        (f"{named('a')}\r\n{named('b')}", "header Content-Disposition"),
        (f"{file('a.txt')}\r\nContent-Type: image/png", "header Content-Type"),
        (f"{named('a')}\r\ncontent-transfer-encoding: 8bit\r\nContent-Transfer-Encoding: 8bit", "Transfer-Encoding"),
    ],
)
def test_a_part_says_each_thing_once(headers: str, twice: str) -> None:
    assert f"{twice} more than once." in refusal(body((headers, b"x")))[1]


@pytest.mark.parametrize("name", ["a; name=b; name=c", r"a\"; name=b; name=c"])
def test_a_name_within_quotation_marks_is_said_once(name: str) -> None:
    assert parse(body((f"{named(name)}\r\nX-Note: 1\r\nX-Note: 2", b"x")), CONTENT_TYPE).fields


def test_two_boundaries_are_refused() -> None:
    assert (
        refusal(b"", f"{CONTENT_TYPE}; Boundary=b")[1] == "The Content-Type has the parameter boundary more than once."
    )


def test_several_files_in_one_part_are_refused() -> None:
    raw = body((f"{named('a')}\r\nContent-Type: Multipart/Mixed; boundary=inner", b"--inner--"))

    assert refusal(raw) == ("a", "The part consists of parts itself. Send each file as a part of its own.")


def test_a_byte_order_mark_of_a_text_is_left_out_and_of_a_file_kept() -> None:
    form = parse(body((named("a"), "\ufeffb\ufeff".encode()), (file("a.txt"), "\ufeffb".encode())), CONTENT_TYPE)

    assert form.fields == {"a": ["b\ufeff"]}
    assert form.files[0].content == "\ufeffb".encode()


def test_the_number_of_parts_is_bounded() -> None:
    assert len(parse(body(*[(named(str(one)), b"") for one in range(200)]), CONTENT_TYPE).fields) == 200
    assert_linear(lambda size: refusal(body(*[(named(str(one)), b"") for one in range(size)])), 10_000)
    refusal(body(*[(named(str(one)), b"") for one in range(201)]))


def test_a_part_s_headers_are_bounded() -> None:
    refusal(body((f"{named('a')}\r\nX-Long: {'x' * 5000}", b"b")))
    refusal(body((named("a") + "\r\nX-Many: 1" * 20, b"b")))
    assert_linear(lambda size: refusal(body((f"{named('a')}\r\nX-Long: {'x' * size}", b"b"))), 1_000_000)
    assert_linear(lambda size: refusal(body((named("a") + "\r\nX-Many: 1" * size, b"b"))), 100_000)


def test_what_looks_like_a_boundary_all_the_time_takes_no_long_time() -> None:
    def read(size: int) -> None:
        almost = f"\r\n--{BOUNDARY[:-1]}".encode() * size
        assert parse(body((file("a"), almost)), CONTENT_TYPE).files[0].content == almost

    assert_linear(read, 300_000)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text().filter(lambda text: f"--{BOUNDARY}" not in text))))
def test_any_text_arrives_as_it_was_sent(fields: list[tuple[str, str]]) -> None:
    form = parse(body(*[(named(name), text.encode()) for name, text in fields]), CONTENT_TYPE)

    assert [(name, text) for name in "abc" for text in form.fields.get(name, [])] == sorted(
        fields, key=lambda one: one[0]
    )


@given(st.binary())
def test_no_content_is_taken_apart(content: bytes) -> None:
    assert parse(body((file("a"), content)), CONTENT_TYPE).files[0].content == content
