"""The HTML of a message, made from its text: the words exist once, and people's values can add no link."""

import re

from django.conf import settings
from django.template.loader import render_to_string

BLANK_LINES = re.compile(r"\n\s*\n")


def page(subject: str, text: str) -> str:
    """A whole HTML message: paragraphs, lists of "- " lines, and a button where a label stands above our own address."""
    blocks = [block(part.strip()) for part in BLANK_LINES.split(text) if part.strip()]
    return render_to_string("outbox/message.html", {"subject": subject, "blocks": blocks})


def block(part: str) -> dict[str, object]:
    """Say what a paragraph is; only an address of our own, alone on its line, becomes a link."""
    lines = part.splitlines()
    if len(lines) == 2 and lines[0].endswith(":") and is_ours(lines[1]):
        return {"button": lines[0].rstrip(":"), "address": lines[1]}
    if all(line.startswith("- ") for line in lines):
        return {"items": [line[2:] for line in lines]}
    return {"lines": lines}


def is_ours(line: str) -> bool:
    own = settings.PUBLIC_ADDRESS.rstrip("/") + "/"
    return line.startswith(own) and not re.search(r"[\s\"'<>]", line)
