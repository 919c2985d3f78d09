"""Safe HTML in our look from the Markdown of a page: no HTML of the writer's own, no images, no dangerous links."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

CLASSES = {
    "h2": "nhsuk-heading-m",
    "h3": "nhsuk-heading-s",
    "h4": "nhsuk-heading-xs",
    "ul": "nhsuk-list nhsuk-list--bullet",
    "ol": "nhsuk-list nhsuk-list--number",
    "blockquote": "nhsuk-inset-text",
    "table": "nhsuk-table dit-table",
    "thead": "nhsuk-table__head",
    "tbody": "nhsuk-table__body",
    "tr": "nhsuk-table__row",
    "th": "nhsuk-table__header",
    "td": "nhsuk-table__cell",
}
# On a narrow screen a table is laid out as blocks, and would stop being a table for a screen reader without these.
ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
TAGS = {*CLASSES, "h5", "h6", "p", "a", "li", "strong", "em", "code", "pre", "br", "hr"}
ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "th": {"scope", "role"},
    "td": {"role", "data-label"},
    **{tag: {"role"} for tag in ("table", "thead", "tbody", "tr")},
}
SCHEMES = {"http", "https", "mailto"}


class Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        """A link leads to a page of this site, to a web page, or to an address to write to."""
        scheme, host = urlsplit(url)[:2]
        return scheme in SCHEMES or not (scheme or host)


parser = Parser("commonmark", {"html": False}).enable("table").disable("image")
cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes=SCHEMES,
    allowed_classes={tag: set(names.split()) for tag, names in CLASSES.items()},
    link_rel=None,
)


def render(text: str) -> SafeString:
    """Turn Markdown into HTML for below the page's own heading; what is not allowed is left out or shown as typed."""
    tokens = list(label_cells(outline(parser.parse(text))))
    for token in tokens:
        if token.nesting == 1:
            dress(token)
    html = parser.renderer.render(tokens, parser.options, {})
    return mark_safe(cleaner.clean(html))  # noqa: S308  just cleaned


def dress(token: Token) -> None:
    """Give an element its class and role."""
    if token.tag in CLASSES:
        token.attrSet("class", CLASSES[token.tag])
    if token.tag in ROLES:
        token.attrSet("role", ROLES[token.tag])


def outline(tokens: Iterable[Token]) -> Iterator[Token]:
    """Hang the headings below the page's one h1, whatever the writer began with, with no level left out."""
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            above = [*(higher for higher in above if higher < level), level]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(len(above) + 1, 6)}"
        yield token


def label_cells(tokens: Iterable[Token]) -> Iterator[Token]:
    """Let the first cell of each row name the row, and tell every other cell its column's heading."""
    columns: list[str] = []
    column, in_head = 0, False
    for token in tokens:
        match token.type:
            case "table_open":
                columns = []
            case "thead_open" | "thead_close":
                in_head = token.nesting == 1
            case "tr_open":
                column = 0
            case "th_open" | "td_open" | "td_close":
                name_cell(token, column, columns)
            case "inline" if in_head:
                columns.append("".join(part.content for part in token.children or []))
        column += token.type in ("th_close", "td_close")
        yield token


def name_cell(token: Token, column: int, columns: list[str]) -> None:
    if token.type == "th_open":
        token.attrs = {"scope": "col", "role": "columnheader"}
    elif column == 0:
        token.tag = "th"
        token.attrs = {"scope": "row", "role": "rowheader"} if token.nesting == 1 else {}
    elif token.nesting == 1:
        token.attrs = {"data-label": columns[column]}
