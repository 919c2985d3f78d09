"""What leaves the site as a file or is made for paper: of more than one person it stands in the register of exports."""

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse

from tests.access.people import Visit

RECORDED = "Written into the register, before it leaves."
ONE, OWN, NOBODY = "Of one person, as they show themselves.", "Of whoever asks alone.", "Nobody’s data."
READ_HERE = "What a meeting was given to read; members read it on the site as well."

# By address, of those that somebody who is a coordinator and a member opens.
WAYS_OUT = {
    "directory/<str:public_id>/": ONE,
    "directory/<str:public_id>/card/": ONE,
    "meetings/cpd/statement/": OWN,
    "meetings/<slug:slug>/meeting.ics": NOBODY,
    "meetings/<slug:slug>/sheet/": RECORDED,
    "minutes/documents/<str:public_id>/": READ_HERE,
}
# By file, where a header makes an answer a file, or a page has a button to print it.
FILES = {
    "members/views/rights.py": OWN,
    "members/views/directory.py": ONE,
    "members/processing.py": NOBODY,
    "meetings/replies/reading.py": "Reads mail; nothing leaves.",
    "meetings/views/pages.py": NOBODY,
    "meetings/views/cpd.py": OWN,
    "meetings/views/certificates.py": OWN,
    "minutes/views/documents.py": READ_HERE,
    "templates/members/directory/member.html": ONE,
    "templates/members/directory/people.html": RECORDED,
    "templates/meetings/sheet.html": RECORDED,
}
SIGNS = ("Content-Disposition", "content_disposition_header", "FileResponse", "data-print")
OURS = ("accounts", "outbox", "members", "meetings", "minutes", "dit_network", "look", "templates")


def ways_out(visits: Mapping[str, Visit]) -> dict[str, bool]:
    """Which addresses gave a file or a page for paper, and whether that was written into the register."""
    return {route: "members_export" in visit.written for route, visit in visits.items() if leaves(visit.answer)}


def leaves(answer: HttpResponse) -> bool:
    is_page = "html" in answer.get("Content-Type", "")
    return "attachment" in answer.get("Content-Disposition", "") or (is_page and "data-print" in answer.text)


def is_recorded() -> dict[str, bool]:
    return {route: why == RECORDED for route, why in WAYS_OUT.items()}


def files() -> set[str]:
    """The files of our own code in which something is made to leave."""
    root = Path(settings.BASE_DIR)
    found = [path for app in OURS for path in (root / app).rglob("*") if path.suffix in (".py", ".html")]
    return {str(path.relative_to(root)) for path in found if any(sign in path.read_text() for sign in SIGNS)}
