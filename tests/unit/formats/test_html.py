"""HTML made harmless, and told as text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.formats.html import HtmlTooLarge, Hypertext, InlinePicture, read, sanitize_to, to_text
from polydesk.formats.plain_text import to_html

LIMIT = 120_000
REL = 'rel="noopener noreferrer nofollow"'


def kept(html: str) -> str:
    """Return the HTML that is kept."""
    return read(html, LIMIT).html


def shown(html: str) -> str:
    """Return the text."""
    return read(html, LIMIT).text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Hello <b>you</b>", "Hello you"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<p>One</p>\n\n  <p>Two</p>", "One\n\nTwo"),
        ("<div>One</div><div>Two</div>", "One\nTwo"),
        ("<section>One</section><section>Two</section>", "One\nTwo"),
        ("<main>One</main><address>Two</address><form>Three</form>", "One\nTwo\nThree"),
        ("One<br>Two<br><br>Three", "One\nTwo\n\nThree"),
        ("One</br>Two", "One\nTwo"),
        ("<div>One</div><br><div>Two</div>", "One\n\nTwo"),
        ("<ul><li>a</li><li>b</li></ul>c", "a\nb\n\nc"),
        ("<ol><li>a<ul><li>b</ul><li>c</ol>", "1. a\n\nb\n\n2. c"),
        ("x<ol><li><p>a</p><li><div>b</div><p>c</p><li><li>d</ol>", "x\n\n1. a\n\n2. b\n\nc\n\n4. d"),
        ("<ol start=3><li>a<li value=9>b<li>c</ol>", "3. a\n9. b\n10. c"),
        ("<ol type=a><li>x</ol><ol reversed><li>y</ol><ol start=x><li>z</ol>", "x\n\ny\n\n1. z"),
        ("<table><tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></tbody></table>", "1 2\n3"),
        ("<table><caption>T</caption><tr><th>a<th>b<tfoot><tr><td>c</table>", "T\na b\nc"),
        ("<pre>a\nb\n\nc</pre>", "a\nb\n\nc"),
        ("x<pre>  if a:\n\n\n      b\n</pre>y", "x\n\n  if a:\n\n\n      b\n\ny"),
        ("<pre>\n\n  a<br>b</pre>", "\n  a\nb"),
        ("  a \n b\t c  ", "a b c"),
        ("a&nbsp;&lt;b&gt; &amp;amp; &#128512;", "a\xa0<b> &amp; 😀"),
        ("&nbsp;a&nbsp;", "a"),
        ("<h1>Title</h1>Text<hr>More", "Title\n\nText\n\nMore"),
        ("<p></p><p> </p><p>x</p><p></p>", "x"),
        ("<div><div><div>x</div></div></div><div>y</div>", "x\ny"),
        ("<img src=x>", ""),
        ("a<img src=x alt='a cat'>b", "a a cat b"),
        ("</q><q>so</q>, <q>and so </q>.", '"so", "and so".'),
        ("<a href='https://x.example/1'>words</a>, more", "words (https://x.example/1), more"),
        ("<a href='https://x.example/1'><div>a</div></a>b", "a (https://x.example/1)\nb"),
        (
            "<a href='https://x.example/'>X.example</a> <a href=https://x.example/a>x.example/a</a>",
            "X.example x.example/a",
        ),
        (
            "<a href='mailto:pat@x.example'>Pat</a> <a href=mailto:b@x.example>b@x.example</a>",
            "Pat (pat@x.example) b@x.example",
        ),
        ("<a href=mailto:pat@x.example>mailto:pat@x.example</a>", "mailto:pat@x.example"),
        ("<ol><li><a href=https://x.example>x.example</a></ol>", "1. x.example"),
        ("<a href='tel:+15550100'>+1 555 0100</a>", "+1 555 0100"),
        ("<a href='#top'>up</a><a name=x>y</a>", "upy"),
        ("<a href=https://x.example/a><img src=x alt=Map></a>", "Map (https://x.example/a)"),
        ("<a href=https://x.example/a><img src=x></a>", "https://x.example/a"),
        ("a<a href=/1><img src=x></a><a href=/2><img src=x></a>b", "a /1 /2 b"),
        ("<ul><li><a href=/1></a><li>b</ul>", "/1\nb"),
        ("<map><area href=/n alt=North></map>", "North (/n)"),
        ("<a href=/1>a<a href=/2>b", "a (/1)b (/2)"),
        ("", ""),
    ],
)
def test_html_is_told_as_text(html: str, text: str) -> None:
    assert shown(html) == text
    assert to_text(kept(html)) == text


@pytest.mark.parametrize(
    "html",
    [
        '<p>See <a href="https://example.com" title="there">here</a>, <em>soon</em>.</p>',
        '<p dir="rtl" lang="ar">x</p>',
        '<ol start="3" type="a" reversed=""><li value="7">x</li></ol>',
        '<blockquote cite="https://example.com/">x</blockquote>',
        '<pre>\n\n  a\n b</pre><details open=""><summary>x</summary>y</details>',
        '<table><tbody><tr><td colspan="2">x</td></tr></tbody><tfoot><tr><td>y</td></tr></tfoot></table>',
        '<img src="https://example.com/x.png" alt="&lt;x&gt; &quot;y&quot;" width="1">',
    ],
)
def test_what_is_harmless_stays_as_it_is(html: str) -> None:
    assert kept(html) == html.replace('title="there">', f'title="there" {REL}>')


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("/?a=1&copy=2&timestamp=3&region=de", "/?a=1&copy=2&timestamp=3&region=de"),
        ("/?a=1&amp;copy=2&#38;reg=3", "/?a=1&copy=2&reg=3"),
        ("/&copy;=1&notit;&times", "/©=1&notit;×"),
    ],
)
def test_parameters_of_an_address_are_not_taken_for_characters(written: str, address: str) -> None:
    assert shown(f"<a href='{written}'>x</a>") == f"x ({address})"
    assert shown(f"<a href={written}>x</a>") == f"x ({address})"
    assert shown(kept(f"<a href='{written}'>x</a>")) == f"x ({address})"


@pytest.mark.parametrize("start", ["<html dir=rtl><body>", "<html><body dir=rtl>", "<body lang=he dir='rtl'>"])
def test_the_direction_of_the_document_stays(start: str) -> None:
    document = f"<title>t</title>{start}<p>x</p></body></html>"

    assert kept(document).replace(' lang="he"', "") == '<div dir="rtl"><p>x</p></div>'
    assert shown(document) == "x"


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("a<script>x()</script>b<style>c{}</style><title>t</title><template>u</template>", "ab"),
        ("a<!-- b --><!doctype html><?xml version='1'?><![if !mso]>c<![endif]>", "ac"),
        ("<o:p>a</o:p><st1:place w:st='on'>b</st1:place>", "ab"),
        ("<p class=a style='color:red' onclick='x()'>b</p>", "<p>b</p>"),
        ("<p style=\"a:b\"; class='c', id=d>e</p>", "<p>e</p>"),
        ('<p style="font-family:"Times New Roman",serif;color:red">a</p>', "<p>a</p>"),
        ("<q cite='javascript:x()'>a</q>", "<q>a</q>"),
        ("<a href=' java\tscript:x()'>a</a>", f"<a {REL}>a</a>"),
        ("<a href='&#106;avascript:x()'>a</a><a href=vbscript:x>b</a>", f"<a {REL}>a</a><a {REL}>b</a>"),
        ("<noscript><b>a</b></noscript><font color=red>b</font>", "<b>a</b>b"),
        ("<input type=hidden value=a><input type=password value=b><datalist><option>c</datalist>d", "d"),
        ("a\0b&#0;c&#xD800;d&#1114112;e&#" + "9" * 5_000 + ";", "ab\ufffdc\ufffdd\ufffde\ufffd"),
    ],
)
def test_what_nobody_reads_goes(html: str, left: str) -> None:
    assert kept(html) == left


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<a href='file://server/x.doc'>x</a>, y", f"<a {REL}>x</a> (file://server/x.doc), y"),
        ("<a href=file:a>x<a href=/b>y</a>", f'<a {REL}>x (file:a)</a><a href="/b" {REL}>y</a>'),
        ("<map><area href=file:a alt=x></map>", '<map><area alt="x"> (file:a)</map>'),
        ("<a href='C:\\x.doc'>x", f"<a {REL}>x (C:\\x.doc)</a>"),
        ("<iframe src='https://m.example/'>a<b></iframe>", f'<a href="https://m.example/" {REL}>[page]</a>'),
        ("<iframe src=/m />a<b>b</b>", f'<a href="/m" {REL}>[page]</a> a<b>b</b>'),
        ("<video src=/v>old</video>", f'<a href="/v" {REL}>[video]</a> old'),
        ("<audio><source src=/a></audio>", f'[audio]  <a href="/a" {REL}>[source]</a>'),
        ("<object data=javascript:x()>old</object>", "[object] old"),
        ("<picture><source srcset=/b><img srcset='/a 1x, /b 2x' alt=c></picture>", '<img src="/a" alt="c">'),
        ("<svg><title>Map</title><style>x</style><g><path d='M'/><text>a</text><text>b</text></g></svg>c", None),
        ("<svg><svg></svg><image href='/x'/>a</svg>", '[drawing]  <img src="/x">a'),
        ("<svg onload=x()>a", "[drawing] a"),
        ("<svg/><b>a</b><svg>b</svg>", "[drawing] <b>a</b> [drawing] b"),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", None),
        ("<input value=Bob><input type=radio checked><input type=checkbox>", "[Bob]  [x]  [ ]"),
        ("<input type=image src=/x alt=y><button>Go</button>", '<img src="/x" alt="y">[Go]'),
        ("<select><option>a<option>b</select>", "<div><br>a<br>b</div>"),
        ("<textarea>\n a<b></textarea><xmp>c&lt;</xmp>", "<pre> a&lt;b&gt;</pre><pre>c&amp;lt;</pre>"),
        ("<meter value=3 max=10></meter><progress value=0.5></progress>", "[3/10]  [0.5/1]"),
        ("<![CDATA[a < b]]>", "a &lt; b"),
    ],
)
def test_what_messages_cannot_hold_leaves_a_visible_mark(html: str, left: str | None) -> None:
    assert left is None or kept(html) == left
    assert shown(html)
    assert to_text(kept(html)) == shown(html)


def test_words_of_drawings_and_formulas_stay() -> None:
    assert shown("<svg><title>t</title><g><path d='M'/><text>a</text><text>b</text></g></svg>c") == "[drawing] a b c"
    assert shown("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>") == "[formula] 1 2"


@pytest.mark.parametrize(
    "text",
    [
        "if (a < b) return",
        "if (a<b && c>d) return",
        "ask Pat <pat@x.example> first",
        "see <https://x.example/a?b=c>, <foo>bar</foo>, <first-name> and List<String>",
        "a <3 b <- c <= d << e <> f </> g < ",
        "use the <script> or the <!-- here",
        "<b and no end",
        "<b title='and no end>",
        "<? echo 1 ?> <!x>",
    ],
)
def test_a_less_than_sign_that_begins_no_tag_is_text(text: str) -> None:
    assert shown(text) == text.strip()
    assert kept(text) == text.strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert shown(kept(text)) == text.strip()


@pytest.mark.parametrize(
    "html",
    [
        "<img src='data:image/png;base64,AA'>",
        "<IMG SRC=' CID:1'>",
        "<img src=blob:x>",
        "<img src=file:///x.png>",
        "<image src='d&#97;ta:x'>",
        "<svg><image xlink:href='data:x'/></svg>",
        "<input type=image src=data:x>",
        "<object data='data:x'></object>",
        "<embed src=cid:x>",
        "<v:shape><v:imagedata src='cid:x'/></v:shape>",
    ],
)
def test_pictures_inside_the_html_are_refused(html: str) -> None:
    with pytest.raises(InlinePicture):
        read(html, LIMIT)


def test_sizes_are_those_of_what_is_kept() -> None:
    assert kept(f"<style>{'x' * 479_000}</style>a") == "a"
    assert kept("<style></style>" * 6_000 + "a") == "a"
    assert kept("<i>a</i>" * 2_500)
    assert kept("<div>" * 500)
    assert len(kept("x" * 120_000)) == 120_000


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("x" * 480_001, "480000 characters before"),
        ("<" * 20_001, "20000 '<'"),
        ("<br>" * 5_001, "5000 tags"),
        ("<div>" * 501, "500 tags within"),
        ("<rt>" * 501, "500 tags within"),
        ("<p><i>x" * 51, "50 formatting tags within"),
        ("x" * 120_001, "120000 bytes after"),
        ("é" * 60_001, "120000 bytes after"),
        ("&" * 200_000, "too many characters"),
    ],
)
def test_html_is_bounded(html: str, problem: str) -> None:
    with pytest.raises(HtmlTooLarge, match=problem):
        read(html, LIMIT)


def test_elements_that_end_themselves_are_not_within_each_other() -> None:
    assert kept("<ul>" + "<li><p>x" * 1_000)
    assert kept("<ruby>x<rt>y</ruby>" * 600)
    assert kept("</b><b>x</b>" * 600)


def test_a_cut_leaves_no_half_tag_and_no_half_character() -> None:
    assert sanitize_to("<i>abcd</i><b title='x'>e</b>", 12) == "<i>abcd</i>"
    assert sanitize_to("<i></i>abc&amp;d", 12) == "<i></i>abc"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.just("\n")))
def test_text_survives_being_html(text: str) -> None:
    assert shown(to_html(text)).split() == text.split()


WORDS = st.text("abcé<&>\"'", min_size=1, max_size=6)
BLOCKS = st.sampled_from(
    [
        *("address", "article", "aside", "blockquote", "div", "fieldset", "figure", "footer", "form", "h1", "header"),
        *("li", "main", "nav", "p", "pre", "section", "td", "textarea", "tr", "unclosed-li"),
    ]
)


@st.composite
def blocks(draw: st.DrawFn) -> tuple[str, str]:
    """Return a word and a block that shows it."""
    word, tag = draw(WORDS), draw(BLOCKS)
    name = tag.removeprefix("unclosed-")
    inline = draw(st.sampled_from(["{}", "<b>{}</b>", "<span style='x'>{}", "<a href=/t>{}</a>", "<unknown>{}"]))
    if tag == "textarea":
        inline = "{}"
    written = word.replace("&", "&amp;").replace("<", "&lt;")
    return word, f"<{name}>{inline.format(written)}" + (f"</{name}>" if name == tag else "")


@given(st.lists(blocks(), min_size=1, max_size=8))
def test_every_word_of_every_block_is_in_the_text_by_itself(parts: list[tuple[str, str]]) -> None:
    text = shown("".join(html for _, html in parts))

    words = text.replace("<unknown>", "").replace("(/t)", "").split()
    assert words == [word for word, _ in parts]


TAGS = [
    *("a", "b", "div", "foo", "iframe", "img", "li", "math", "ol", "option", "p", "pre", "q", "script", "select"),
    *("style", "svg", "table", "td", "textarea", "tr"),
]
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        [
            "<a href='javascript:alert(1)'>",
            '<a href="java&Tab;script:alert(1)"',
            "<q cite=javascript:alert(1)>",
            "<img src=x onerror='alert(1)'>",
            "<p dir=rtl title='a<b'>",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<svg><image href=x>",
        ]
    ),
    st.text(st.sampled_from("<>/ab&;\"'= \n!-")),
)
HTML = st.lists(PIECES, max_size=12).map("".join)
ACTS = re.compile(
    r"""<[^<>]*(?:script:|\son\w+=)|<(?:script|style|svg|math|iframe|form|input|object)[\s/>]""", re.IGNORECASE
)


@given(HTML)
def test_nothing_that_acts_survives(html: str) -> None:
    assert not ACTS.search(kept(html))


@given(HTML)
def test_what_is_kept_is_kept_again(html: str) -> None:
    once = read(html, LIMIT)

    assert read(once.html, LIMIT) == Hypertext(once.html, to_text(once.html))


@given(HTML)
def test_the_text_has_the_characters_that_the_html_shows(html: str) -> None:
    once = read(html, LIMIT)

    assert characters(once.text) == characters(to_text(once.html))


def characters(text: str) -> list[str]:
    """Return the visible characters in any order, without quotation marks, which open quotations add."""
    return sorted("".join(text.split()).replace('"', ""))
