"""What coordinators write becomes HTML in our look, and nothing that they write can do harm."""

from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dit_network.markdown import SCHEMES, TAGS, render


class Elements(HTMLParser):
    """Lists the elements of a fragment with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def headings(text: str) -> list[str]:
    return [tag for tag, _ in Elements(render(text)).found if tag[0] == "h" and tag[1:].isdigit()]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# A\n\n# B", ["h2", "h2"]),
        ("# A\n\n## B\n\n# C", ["h2", "h3", "h2"]),
        ("### A\n\n### B", ["h2", "h2"]),
        ("# A\n\n#### B\n\n##### C\n\n## D", ["h2", "h3", "h4", "h3"]),
        ("#### A\n\n# B\n\n## C", ["h2", "h2", "h3"]),
    ],
)
def test_headings_hang_below_the_pages_own_and_leave_no_level_out(text, levels):
    assert headings(text) == levels


def test_words_are_dressed_in_the_look_of_the_site():
    html = render("# Title\n\n- one\n- two\n\n1. first\n\n> Beware")

    assert '<h2 class="nhsuk-heading-m">Title</h2>' in html
    assert '<ul class="nhsuk-list nhsuk-list--bullet">' in html
    assert '<ol class="nhsuk-list nhsuk-list--number">' in html
    assert '<blockquote class="nhsuk-inset-text">' in html


def test_a_table_names_its_rows_and_tells_each_cell_its_column():
    html = render("| Point | DIT | *IPT* |\n| :-- | --- | --: |\n| Length | 16 | 8 to 16 |")

    assert '<th scope="col" role="columnheader" class="nhsuk-table__header">DIT</th>' in html
    assert '<th scope="row" role="rowheader" class="nhsuk-table__header">Length</th>' in html
    assert '<td data-label="DIT" class="nhsuk-table__cell" role="cell">16</td>' in html
    assert '<td data-label="IPT" class="nhsuk-table__cell" role="cell">8 to 16</td>' in html
    assert "style" not in html


@pytest.mark.parametrize(
    "address", ["/about-dit/", "#areas", "https://example.org/a?b=c", "http://example.org", "mailto:ada@trust.example"]
)
def test_links_lead_to_pages_and_addresses(address):
    assert Elements(render(f"[words]({address})")).found == [("p", {}), ("a", {"href": address})]


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#115;cript:alert(1)", "data:text/html,x", "vbscript:x"),
        *("file:///etc/passwd", "//evil.example", "tel:999"),
    ],
)
def test_no_link_leads_anywhere_else(address):
    assert "href" not in render(f"[words]({address})")
    assert "href" not in render(f"<{address}>")


@pytest.mark.parametrize(
    "text", ["a <script>b()</script>", 'a <a href="/" onclick="x()">b</a>', "a <b>b</b>", "a <!-- b -->"]
)
def test_html_is_shown_as_it_was_typed(text):
    html = render(text)

    assert [tag for tag, _ in Elements(html).found] == ["p"]
    assert unescape(html) == f"<p>{text}</p>\n"


def test_there_are_no_pictures():
    assert "<img" not in render("![logo](https://example.org/logo.png)")


@given(st.text(alphabet=st.sampled_from("#|->`*_[]()!<>\"'&:/ \n\tabcjsx1.script=onerror&#;\\"), max_size=200))
def test_whatever_is_written_only_harmless_elements_come_out(text):
    for tag, attributes in Elements(render(text)).found:
        assert tag in TAGS
        assert not {name for name in attributes if name.startswith("on") or name in ("style", "src", "id")}
        scheme, colon, _ = (attributes.get("href") or "").partition(":")
        assert not colon or scheme in SCHEMES or "/" in scheme or "#" in scheme
