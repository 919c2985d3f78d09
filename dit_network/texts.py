"""The words of a public page as they are shown: the network's particulars filled in, the Markdown made safe HTML."""

import re
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString

from . import markdown
from .models import Page

SHIPPED = Path(__file__).parent / "pages"
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


class Text(NamedTuple):
    title: str
    lead: str
    body: SafeString
    changed_at: datetime | None


def of(slug: str) -> Text:
    """The words of one page, or 404 while no such page is loaded."""
    return shown(get_object_or_404(Page, slug=slug))


def shown(page: Page) -> Text:
    """A page's words, also of one that is not saved yet."""
    body = markdown.render(fill(page.body, for_markdown=True))
    return Text(fill(page.title), fill(page.lead), body, page.updated_at)


def particulars() -> dict[str, str]:
    """What a writer may leave to the settings, by the name that stands for it."""
    return {
        "{network}": settings.NETWORK_NAME,
        "{controller}": settings.CONTROLLER_NAME,
        "{contact}": settings.CONTROLLER_CONTACT,
        "{rhythm}": settings.NETWORK_RHYTHM,
    }


def fill(text: str, *, for_markdown: bool = False) -> str:
    """Put the particulars in place of their names, once; a text can reach nothing that is not on the list."""
    values = particulars()
    if for_markdown:
        values = {name: PUNCTUATION.sub(r"\\\1", value) for name, value in values.items()}
    return re.sub("|".join(map(re.escape, values)), lambda found: values[found[0]], text)


def shipped() -> dict[str, dict[str, str]]:
    """The first words of every page by its slug, each from a file: title, introduction, text."""
    return {path.stem: parts(path.read_text(encoding="utf-8")) for path in sorted(SHIPPED.glob("*.md"))}


def parts(text: str) -> dict[str, str]:
    title, lead, *body = text.strip().split("\n\n", 2)
    return {"title": title.removeprefix("# "), "lead": " ".join(lead.splitlines()), "body": "".join(body)}
