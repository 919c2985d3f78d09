"""What became of past meetings: attendance, certificates and minutes of all; of three everything there is."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from meetings import attendance, certificates, roles
from meetings.cpd.reflecting import reflect
from meetings.models import Certificate, Meeting
from meetings.words import Duty, Place, Presence, Source, Status
from members.models import Member
from minutes import actions, agenda, documents, publishing, recording, writing
from minutes.checking import check
from minutes.models import AgendaItem
from minutes.words import FileType

from . import papers
from .clock import at
from .meetings import Host
from .people import DATA

CYCLES: list[dict[str, Any]] = json.loads((DATA / "cycles.json").read_text(encoding="utf-8"))
KINDS = (FileType.PDF, FileType.DOCX, FileType.PNG)
DUTIES = {Duty.COORDINATOR: "hannah", Duty.MINUTE_TAKER: "margaret", Duty.DOOR: "ruth"}
A_YEAR = 366
SETTLED = 5  # days after a meeting, when its minutes are out
VISITOR = "Ingrid Solberg-Dean"  # came once with a member and is none
REFLECTIONS = (
    "Saying the ending early felt unkind, and was not. I want to name it in the first session.",
    "I noticed how fast I reach for an explanation. Next time I wait for one more sentence.",
)


def close_all(host: Host, past: Sequence[Meeting]) -> None:
    """Close every past meeting that took place and has had time for it; the last three show all that there is."""
    held = [each for each in past if each.status == Status.PUBLISHED and ago(host, each) >= SETTLED]
    whole = held[-len(CYCLES) :]
    for meeting in held[: -len(CYCLES)]:
        be_there(host, meeting, {})
        close(host, meeting)
        if ago(host, meeting) < A_YEAR:  # nobody asks for older minutes
            write(host, meeting, f"# What we did\n\n{meeting.title}, as the programme says.", 3)
    for place, meeting in enumerate(whole, start=len(CYCLES) - len(whole)):
        go_round(host, meeting, CYCLES[place], KINDS[place])
    if len(whole) == len(CYCLES):
        afterwards(host, whole)


def ago(host: Host, meeting: Meeting) -> int:
    return (host.clock.today - day_of(meeting).date()).days


def day_of(meeting: Meeting) -> datetime:
    return at(meeting.starts_at.date(), 9)


def after(meeting: Meeting, days: int, hour: int = 19) -> datetime:
    return at((meeting.starts_at + timedelta(days=days)).date(), hour)


def go_round(host: Host, meeting: Meeting, cycle: dict[str, Any], kind: FileType) -> None:
    """One meeting from its agenda to its certificates."""
    for duty, key in DUTIES.items():
        roles.give(meeting, duty, host.members[key], after(meeting, -20), by=host.by)
    prepare(host, meeting, cycle)
    be_there(host, meeting, cycle)
    for item in list(meeting.agenda.on_the_agenda())[: -cycle["left"]]:
        agenda.mark(item, after(meeting, 0), reached=True)
    add_paper(host, meeting, kind, cycle["handout"])
    close(host, meeting)
    for text in cycle["decisions"]:
        recording.decide(meeting, text, host.by, after(meeting, 1, 20))
    promised = [promise(host, meeting, said) for said in cycle["actions"]]
    write(host, meeting, cycle["minutes"], 3)
    if correction := cycle.get("correction"):
        write(host, meeting, correction, 9)
    for action, said in zip(promised, cycle["actions"], strict=True):
        if said["done"] is not None:
            owner = host.members[said["who"]].user
            assert owner  # noqa: S101  every member of the demonstration signs in
            actions.finish(action, owner, after(meeting, said["done"]))


def prepare(host: Host, meeting: Meeting, cycle: dict[str, Any]) -> None:
    """The coordinator writes the agenda; a member proposes something, which comes last."""
    for title, minutes in cycle["agenda"]:
        agenda.add(meeting, title, minutes, after(meeting, -30))
    said = cycle["proposed"]
    item = agenda.propose(meeting, host.members[said["who"]], said["title"], after(meeting, -25, 12))
    agenda.accept(item)
    agenda.time(AgendaItem.objects.get(pk=item.pk), 15)


def be_there(host: Host, meeting: Meeting, cycle: dict[str, Any]) -> None:
    """Who held a place comes, but for one; one leaves early, one comes late; somebody comes for the first time."""
    holders = list(meeting.rsvps.exclude(place=Place.NONE).select_related("member").order_by("answered_at", "pk"))
    away = host.chance.randrange(len(holders)) if len(holders) > 5 else -1
    for number, rsvp in enumerate(holders):
        if number != away:
            mode = Presence.ROOM if rsvp.place == Place.ROOM else Presence.ONLINE
            minutes = {1: 75, 4: 45}.get(number) if cycle else None
            mark(host, meeting, rsvp.member, mode, minutes)
    if cycle:
        mark(host, meeting, host.members["ruth"], Presence.ROOM, 120)
        for key in ("imran", DUTIES[Duty.MINUTE_TAKER]):
            mark(host, meeting, host.members[key], Presence.ROOM, None)
        mark(host, meeting, VISITOR, Presence.ROOM, None)
    if cycle and cycle["first"]:
        mark(host, meeting, host.members[cycle["first"]], Presence.ROOM, None)


def mark(host: Host, meeting: Meeting, who: Member | str, mode: Presence, minutes: int | None) -> None:
    """Written down from the sheet in the evening, for members who had joined by then."""
    if isinstance(who, str) or (who.joined_on and who.joined_on <= meeting.starts_at.date()):
        attendance.mark(meeting, who, mode, minutes, Source.SHEET, host.by, after(meeting, 0, 18))


def close(host: Host, meeting: Meeting) -> None:
    attendance.close(meeting, after(meeting, 1), host.by)


def write(host: Host, meeting: Meeting, text: str, days: int) -> None:
    """Minutes are typed and published; again, they are a further version."""
    seen = writing.current(meeting).version
    present = "\n".join(writing.present(meeting))
    text = f"# Present\n\n{present}\n\n{text}"
    minutes = writing.keep(meeting, text, seen, host.by, after(meeting, days, 18))
    publishing.publish(meeting, publishing.wording(minutes), host.by, after(meeting, days))


def promise(host: Host, meeting: Meeting, said: dict[str, Any]) -> Any:
    due = (meeting.starts_at + timedelta(days=said["days"])).date()
    wanted = recording.Promise(said["text"], host.members[said["who"]], due)
    return recording.promise(meeting, wanted, host.by, after(meeting, 1, 20))


def add_paper(host: Host, meeting: Meeting, kind: FileType, title: str) -> None:
    now = after(meeting, 1, 9)
    checked = check(f"paper.{kind}", papers.paper(kind, title, now))
    documents.add(meeting, title, checked, now, host.by)


def afterwards(host: Host, whole: Sequence[Meeting]) -> None:
    """A certificate shows its owner's name, another is revoked; somebody reflects on two meetings."""
    first, _, last = whole
    ruth, imran = host.members["ruth"], host.members["imran"]
    shown = Certificate.objects.get(meeting=last, member=ruth)
    certificates.show_name(shown, True, after(last, 4))
    wrong = Certificate.objects.get(meeting=first, member=imran)
    certificates.revoke(wrong, host.by, "You told us that you left early.", after(first, 4))
    for meeting, text in zip(whole[-2:], REFLECTIONS, strict=True):
        reflect(ruth, meeting, text, after(meeting, 2, 21))
