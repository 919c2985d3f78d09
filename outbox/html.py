"""The HTML of a message, made from its text: the words exist once, and people's values can add no link."""

import re
import secrets
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

BLANK_LINES = re.compile(r"\n\s*\n")
GREETINGS = ("Dear ", "Hello ")
PREVIEW = 140  # letters; what a mail program shows of them differs
SIGNATURE = "\n-- \n"  # what follows is small print, in mail programs too (RFC 3676 §4.3)
# Stands before an address that we wrote ourselves until the HTML is made. Nobody outside this process can know it,
# so an address in what a person typed, even one of ours, stays plain text.
OURS = f"[{secrets.token_hex(16)}]"


def address(path: str = "") -> str:
    """An address of our own, marked as one that may become a button."""
    return OURS + settings.PUBLIC_ADDRESS.rstrip("/") + path


def unmarked(text: str) -> str:
    """The text as it is sent."""
    return text.replace(OURS, "")


def page(subject: str, text: str) -> str:
    """A whole HTML message: paragraphs, lists of "- " lines, a button where a label stands above an address of ours."""
    words, _, small_print = text.rpartition(SIGNATURE) if SIGNATURE in text else (text, "", "")
    found = blocks(words)
    context = {
        "subject": subject,
        "network_name": settings.NETWORK_NAME,
        "before": preview(found),
        "blocks": found,
        "small_print": blocks(small_print),
    }
    return render_to_string("outbox/messages/message.html", context)


def preview(found: list[dict[str, Any]]) -> str:
    """What a list of mail shows beside the subject: the first words that say something, not the greeting."""
    said = [" ".join(block.get("lines") or [f"{each}." for each in block.get("points", [])]) for block in found]
    return " ".join(words for words in said if words and not words.startswith(GREETINGS))[:PREVIEW]


def blocks(text: str) -> list[dict[str, Any]]:
    return [block(part.strip()) for part in BLANK_LINES.split(text) if part.strip()]


def block(part: str) -> dict[str, Any]:
    """Say what a paragraph is; only a marked address becomes a link: alone on its line below a label, or each behind
    its own label in a list that is a row of buttons."""
    lines = part.splitlines()
    if row := row_of_buttons(lines):
        return {"row": row}
    if len(lines) == 2 and lines[0].endswith(":") and is_ours(lines[1]):
        return {"button": unmarked(lines[0]).rstrip(":"), "address": unmarked(lines[1])}
    if links := links_in(lines):
        return {"links": links}
    lines = [unmarked(line) for line in lines]
    if all(line.startswith("- ") for line in lines):
        return {"points": [line[2:] for line in lines]}
    return {"lines": lines}


def row_of_buttons(lines: list[str]) -> list[dict[str, str]]:
    """The buttons of a list in which each line is a label and an address of ours; none if any line is not."""
    found = [line.removeprefix("- ").partition(f": {OURS}") for line in lines if line.startswith("- ")]
    if len(found) < len(lines) or not all(is_ours(OURS + address) for _, _, address in found):
        return []
    return [{"button": unmarked(label), "address": address} for label, _, address in found]


def links_in(lines: list[str]) -> list[dict[str, str]]:
    """Labels with the marked addresses behind them, if every line is "label: address"; else none."""
    parts = [line.rpartition(": ") for line in lines]
    if not all(label and is_ours(address) for label, _, address in parts):
        return []
    return [{"label": unmarked(label), "address": unmarked(address)} for label, _, address in parts]


def is_ours(line: str) -> bool:
    return line.startswith(address("/")) and not re.search(r"[\s\"'<>]", line)
