"""A statement as it leaves: as a CSV for a spreadsheet, and as a PDF. Reflections only where their owner wants them."""

from datetime import date, datetime

from django.conf import settings

from look import spreadsheet, words
from members.models import Member

from .. import pdf
from ..certificate_words import IN_WORDS, paragraphs
from ..words import ATTENDANCE_ONLY, Presence
from .periods import plain
from .statement import Entry, Statement

HEADING = "Statement of CPD"
COLUMNS = (
    *("Date", "Start", "End", "Event", "How", "Minutes", "Participatory minutes", "Learning aims", "Topics"),
    *("Organiser", "Facilitator", "Serial"),
)
ELSEWHERE = "It lists what was attended at this network. CPD done elsewhere belongs in one’s own record."


def as_csv(statement: Statement, *, reflections: bool) -> str:
    """One row for each entry, then the totals, then what the list does not say; each row has every column."""
    header = [*COLUMNS, *(["Reflection"] if reflections else [])]
    rows = [row(entry, reflections=reflections) for entry in statement.entries]
    totals = statement.totals
    ends: list[tuple[str | int, ...]] = [
        ("Total", "", totals.minutes, totals.participatory),
        ("Total in person", IN_WORDS[Presence.ROOM], totals.in_person, ""),
        ("Total online", IN_WORDS[Presence.ONLINE], totals.online, ""),
        *((text, "", "", "") for text in [*(gap.in_words() for gap in statement.gaps), ATTENDANCE_ONLY]),
    ]
    last: list[list[str | int]] = [["", "", "", *end, *[""] * (len(header) - 7)] for end in ends]
    return spreadsheet.text([header, *rows, *last])


def row(entry: Entry, *, reflections: bool) -> list[str | int]:
    one = entry.certificate
    return [
        entry.day.isoformat(),
        words.time(one.starts_at),
        words.time(one.ends_at),
        one.title,
        IN_WORDS[Presence(one.mode)],
        one.minutes,
        one.participatory_minutes,
        one.aims,
        "; ".join(one.topics.splitlines()),
        one.organiser,
        one.facilitator,
        one.serial,
        *([entry.reflection] if reflections else []),
    ]


def as_pdf(member: Member, statement: Statement, now: datetime, today: date, *, reflections: bool) -> bytes:
    """The statement typeset, for an audit or one's own folder."""
    return pdf.make("statement", for_pdf(member, statement, today, reflections=reflections), now)


def for_pdf(member: Member, statement: Statement, today: date, *, reflections: bool) -> dict[str, object]:
    """All that the PDF says, as values: none of it is ever read as its source."""
    thoughts = [(f"{plain(each.day)}: {each.certificate.title}", each.reflection) for each in statement.entries]
    return {
        "heading": HEADING,
        "name": member.name,
        "period": statement.period.in_words(),
        "organiser": settings.NETWORK_NAME,
        "made": f"Made on {plain(today)}.",
        "totals": totals(statement),
        "entries": [line(entry) for entry in statement.entries],
        "gaps": [gap.in_words() for gap in statement.gaps],
        "reflections": [[title, paragraphs(text)] for title, text in thoughts if text] if reflections else [],
        "note": f"{ATTENDANCE_ONLY} {ELSEWHERE}",
    }


def totals(statement: Statement) -> list[tuple[str, str]]:
    """The sums in hours and minutes, label by label."""
    found = statement.totals
    return [
        ("Meetings attended", f"{found.meetings}"),
        ("CPD time", words.length(found.minutes)),
        ("Of it participatory", words.length(found.participatory)),
        ("In person", words.length(found.in_person)),
        ("Online", words.length(found.online)),
    ]


def line(entry: Entry) -> dict[str, object]:
    one = entry.certificate
    return {
        "date": plain(entry.day),
        "title": one.title,
        "topics": "; ".join(one.topics.splitlines()),
        "how": IN_WORDS[Presence(one.mode)],
        "minutes": one.minutes,
        "participatory": one.participatory_minutes,
        "serial": one.serial,
    }
