"""Gnus, the mail program of Emacs: it reads our mails as a person would, and answers them."""

import json
import mailbox
import shutil
from collections.abc import Sequence
from email import message_from_bytes
from typing import NamedTuple

from .programs import HERE, IN_LONDON, a_home, run
from .seen import Seen

EMACS = ["emacs", "--batch", "--quick", "--load", str(HERE / "read_with_gnus.el")]


class Shown(NamedTuple):
    """A mail as Gnus shows it: what it is about, to whom it would answer, and whether it has the buttons to do so."""

    seen: Seen
    organizer: str
    buttons: bool


def missing() -> str:
    return "" if shutil.which("emacs") else "Emacs is missing: sudo apt-get install emacs-nox"


def read(mails: Sequence[bytes], reader: str) -> list[Shown]:
    return open_all(mails, reader)[0]


def answer(mails: Sequence[bytes], reader: str, button: str) -> list[bytes]:
    """The replies that Gnus sends when somebody presses `accept`, `tentative` or `decline` in each of these mails."""
    return open_all(mails, reader, ANSWER=button)[1]


def open_all(mails: Sequence[bytes], reader: str, **further: str) -> tuple[list[Shown], list[bytes]]:
    with a_home() as home:
        box = mailbox.mbox(home / "mailbox")
        for mail in mails:
            box.add(message_from_bytes(mail))
        box.close()
        names = {"MAILBOX": home / "mailbox", "SEEN": home / "seen", "SENT": home / "sent", "HOME": home}
        run(EMACS, env=IN_LONDON | {name: str(path) for name, path in names.items()} | {"READER": reader} | further)
        sent = (home / "sent").read_bytes().split(b"\0")[:-1] if further else []
        return [shown(json.loads(line)) for line in (home / "seen").read_text("utf-8").splitlines()], sent


def shown(entry: dict) -> Shown:
    """Gnus knows no STATUS: what is off, METHOD says. Of what is escaped in a title it reads back but the comma."""
    title = entry["title"].replace("\\;", ";").replace("\\\\", "\\")
    status = "CANCELLED" if entry["method"] == "CANCEL" else "CONFIRMED"
    seen = Seen(entry["uid"], title, entry["starts"], entry["ends"], status, 0)
    return Shown(seen, entry["organizer"], entry["buttons"])
