"""Plain functions that make one valid row each; a test says only what it is about."""

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from meetings import certificates, places
from meetings.models import (
    Attendance,
    CalendarReply,
    Certificate,
    Guest,
    Meeting,
    Notice,
    Poll,
    PollDate,
    Role,
    Series,
    Venue,
)
from meetings.words import Duty, Mode, Place, ReplyState, Source, Status
from members import coordinators, directory, joining, offices, terms
from members.models import (
    Application,
    Area,
    Body,
    Evidence,
    Member,
    Offer,
    Organisation,
    OutsideSupervisor,
    Pathway,
    PlaceRequest,
    Profession,
    Supervision,
)
from members.models.application import TrainingStatus
from members.models.history import OfficeKind
from members.models.places import Purpose, RequestState
from members.stages import (
    CASES,
    WITH_RESULT,
    Against,
    CaseMode,
    CaseState,
    EvidenceKind,
    Format,
    Ordinal,
    Reason,
    Result,
    Standing,
    Writer,
)
from members.switches import Audience
from minutes import documents
from minutes.checking import Checked
from minutes.models import Action, AgendaItem, Document, Minutes, MinutesVersion
from minutes.words import FileType, ItemState
from outbox.models import Incoming, Message

LONDON = ZoneInfo("Europe/London")
numbers = count(1)
# What a kind of evidence says besides its date.
CASE = {"ordinal": Ordinal.A, "case_mode": CaseMode.IN_PERSON, "case_state": CaseState.OPEN, "sessions": 4}
USUALLY: dict[EvidenceKind, dict[str, Any]] = {
    **{kind: {"result": Result.PASS} for kind in WITH_RESULT},
    **dict.fromkeys(CASES, CASE),
    EvidenceKind.SUPERVISION: {"minutes": 60, "format": Format.INDIVIDUAL},
    EvidenceKind.SUPERVISEE: {"format": Format.INDIVIDUAL, "is_trainee": True},
    EvidenceKind.LETTER: {"writer": Writer.SUPERVISOR},
    EvidenceKind.EXTENSION: {"clock": "begin", "reason": Reason.AWAY},
}


def make_user(**fields: Any) -> User:
    """Someone who can sign in, with a verified address."""
    fields.setdefault("email", f"person{next(numbers)}@trust.example")
    user = User.objects.create_user(**fields)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def make_coordinator(**fields: Any) -> User:
    """Someone who runs the network; a member too only if a test says so."""
    user = make_user(**fields)
    appoint(user)
    return user


def appoint(user: User) -> None:
    said = {"by": None, "by_name": "A test", "why": coordinators.BY_SET_UP, "now": timezone.now()}
    offices.write(user, OfficeKind.COORDINATOR, **said)


def make_role(meeting: Meeting, duty: str, member: Member | None = None, **fields: Any) -> Role:
    """Somebody does this at a meeting; its coordinator is one of the network's, as the verb would have it."""
    member = member or make_member()
    if duty == Duty.COORDINATOR and member.user and not coordinators.is_coordinator(member.user):
        appoint(member.user)
    given = {"given_at": timezone.now(), "given_by_name": "A test"}
    return Role.objects.create(meeting=meeting, duty=duty, member=member, **{**given, **fields})


def make_pathway(**fields: Any) -> Pathway:
    defaults = {"code": f"route-{next(numbers)}", "name": "5-day course", "gives_entry": True}
    return Pathway.objects.create(**{**defaults, **fields})


def make_evidence(member: Member, kind: str = EvidenceKind.INITIAL_TRAINING, **fields: Any) -> Evidence:
    """A claimed fact; `verified=True` makes it one that counts."""
    if fields.pop("verified", False):
        fields.setdefault("verified_on", date(2024, 7, 1))
        fields |= {"verified_by_name": "A coordinator", "verified_against": Against.CERTIFICATE}
    if kind in (EvidenceKind.INITIAL_TRAINING, EvidenceKind.COURSE_BEGUN):
        fields.setdefault("pathway", Pathway.objects.giving_entry().first() or make_pathway())
    defaults = {"happened_on": date(2024, 6, 7), "recorded_at": timezone.now(), **USUALLY.get(EvidenceKind(kind), {})}
    item = Evidence(member=member, kind=kind, **{**defaults, **fields})
    if kind == EvidenceKind.EXTENSION and item.until is None:
        item.until = item.happened_on + timedelta(days=365)
    item.save()
    return item


def make_supervisor(**fields: Any) -> Member:
    """An eligible member who is an accredited supervisor."""
    member = make_member(standing=Standing.SUPERVISOR, **fields)
    for kind in (EvidenceKind.ACCREDITED, EvidenceKind.SUPERVISOR):
        make_evidence(member, kind, verified=True)
    return member


def make_supervision(member: Member, **fields: Any) -> Supervision:
    """This member with a supervisor of the network, or with `outside`."""
    if "outside" not in fields:
        fields.setdefault("supervisor", fields.get("supervisor") or make_supervisor())
    return Supervision.objects.create(member=member, **{"began_on": date(2024, 7, 1), **fields})


def make_offer(supervisor: Member | None = None, **fields: Any) -> Offer:
    """An offer that members see: individually and remotely, for a training case, with one free place.

    `taken` places are held, each for somebody whom no list shows.
    """
    supervisor, now, taken = supervisor or make_supervisor(), timezone.now(), fields.pop("taken", 0)
    said = {"format": Format.INDIVIDUAL, "remote": True, "for_training": True, "audience": Audience.MEMBERS}
    kept = {"created_at": now, "confirmed_on": timezone.localdate(now)}
    offer = Offer.objects.create(supervisor=supervisor, **{**said, **kept, **fields})
    held = {"state": RequestState.HELD, "held_until": timezone.localdate(now) + timedelta(days=14)}
    for _ in range(taken):
        PlaceRequest.objects.create(
            offer=offer, member=make_member(listed=False), purpose=Purpose.TRAINING_CASE, asked_at=now, **held
        )
    return offer


def make_outside_supervisor(**fields: Any) -> OutsideSupervisor:
    number = next(numbers)
    return OutsideSupervisor.objects.create(
        **{"name": f"Outside {number}", "email": f"outside{number}@practice.example", **fields}
    )


def make_member(**fields: Any) -> Member:
    """An eligible member: joined, with a verified initial training."""
    number = next(numbers)
    fields.setdefault("user", None)
    if fields["user"] is None:
        fields["user"] = make_user(email=f"member{number}@trust.example")
    defaults = {
        "name": f"Member {number}",
        "joined_on": date(2024, 7, 1),
        "standing": Standing.TRAINED,
        "area": Area.objects.first(),
    }
    member = Member.objects.create(**{**defaults, **fields})
    directory.refresh(member)
    make_evidence(member, verified=True)
    return member


def make_applicant(**fields: Any) -> Member:
    """A member's row as an application makes it: not joined, with training claimed but not verified."""
    member = Member.objects.create(**{"user": make_user(), "name": f"Applicant {next(numbers)}", **fields})
    make_evidence(member)
    return member


def make_application(**fields: Any) -> Application:
    defaults = {"user": fields.get("user") or make_user(), "name": "Ada Example", "created_at": timezone.now()}
    return Application.objects.create(**{**defaults, **fields})


def make_venue(**fields: Any) -> Venue:
    return Venue.objects.create(**{"site": "Prestwich", "building": "The Curve", "room": "Room 2", **fields})


def make_meeting(**fields: Any) -> Meeting:
    """A published hybrid meeting in two weeks, 2pm to 4pm in London."""
    starts_at = fields.pop("starts_at", None) or two_weeks_from(timezone.now())
    defaults = {
        "slug": f"meeting-{next(numbers)}",
        "title": "Network meeting",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "venue": fields.get("venue") or make_venue(),
        "mode": Mode.HYBRID,
        "room_capacity": 12,
        "status": Status.PUBLISHED,
        "created_at": timezone.now(),
        "changed_at": timezone.now(),
    }
    if fields.get("status") != Status.DRAFT:
        defaults["published_at"] = timezone.now()
    return Meeting.objects.create(**{**defaults, **fields})


def make_series(**fields: Any) -> Series:
    """Every second month, second Thursday, 2pm, with no meeting yet."""
    defaults = {
        "title": f"Series {next(numbers)}",
        "first_date": two_weeks_from(timezone.now()).date(),
        "begins": time(14),
        "venue": fields.get("venue") or make_venue(),
        "room_capacity": 12,
        "created_at": timezone.now(),
    }
    return Series.objects.create(**{**defaults, **fields})


def make_poll(*dates: datetime, **fields: Any) -> Poll:
    """An open poll about a hybrid meeting, in three and four weeks if no dates are given."""
    defaults = {"title": "Extra meeting", "venue": fields.get("venue") or make_venue(), "room_capacity": 12}
    made = {"created_at": timezone.now(), "created_by_name": "A coordinator"}
    poll = Poll.objects.create(**{**defaults, **made, **fields})
    soon = two_weeks_from(timezone.now())
    for starts_at in dates or (soon + timedelta(days=7), soon + timedelta(days=14)):
        PollDate.objects.create(poll=poll, starts_at=starts_at)
    return poll


def make_guest(meeting: Meeting, sponsor: Member | None = None, **fields: Any) -> Guest:
    """Somebody with a place in the room, whom a member brings."""
    number = next(numbers)
    defaults = {"name": f"Guest {number}", "email": f"guest{number}@clinic.example", "place": Place.ROOM}
    defaults["invited_at"] = timezone.now()
    guest = Guest.objects.create(meeting=meeting, sponsor=sponsor or make_member(), **{**defaults, **fields})
    places.count(meeting)
    return guest


def two_weeks_from(now: datetime) -> datetime:
    day = (now.astimezone(LONDON) + timedelta(days=14)).date()
    return datetime(day.year, day.month, day.day, 14, tzinfo=LONDON)


def make_message(**fields: Any) -> Message:
    """A message that waits in the outbox and may leave now."""
    number = next(numbers)
    now = fields.setdefault("created_at", timezone.now())
    defaults = {
        "key": f"test:{number}",
        "message_id": f"<{number}@dit-northwest.example>",
        "name": "outbox/test",
        "recipient": f"person{number}@trust.example",
        "subject": "A subject",
        "text": "A text\n",
        "html": "<p>A text</p>",
        "next_attempt_at": now,
    }
    return Message.objects.create(**{**defaults, **fields})


def make_calendar_reply(meeting: Meeting, member: Member | None, **fields: Any) -> CalendarReply:
    """A yes from a calendar that nothing vouches for."""
    number, now = next(numbers), timezone.now()
    came = {"digest": f"{number:064}", "received_at": now, "sender": "somebody@phone.example"}
    incoming = Incoming.objects.create(what=Incoming.What.REPLY, outcome=Incoming.Outcome.TO_CHECK, **came)
    said = {"uid": meeting.uid, "partstat": "ACCEPTED", "sequence": meeting.sequence, "stamp": now}
    kept = {"state": ReplyState.TO_CHECK, "why": "Nothing shows who sent it.", "attendee": "ada@trust.example"}
    return CalendarReply.objects.create(incoming=incoming, meeting=meeting, member=member, **{**said, **kept, **fields})


def make_notice(**fields: Any) -> Notice:
    """A notice to everyone that has not been sent."""
    defaults = {
        "subject": "Room changed",
        "text": "We meet in room 4.",
        "written_by_name": "A coordinator",
        "created_at": timezone.now(),
    }
    return Notice.objects.create(**{**defaults, **fields})


def make_complete_application(**fields: Any) -> Application:
    """A draft with every answer of a trained clinician, ready to be sent."""
    number = next(numbers)
    now = timezone.now()
    defaults = {
        "user": fields.get("user") or make_user(),
        "created_at": now,
        "training_status": TrainingStatus.COMPLETED,
        "route": Pathway.objects.giving_entry().first(),
        "provider": "Anna Freud",
        "completed_on": date(2024, 6, 14),
        "accredited": False,
        "seeing_cases": True,
        "cases_since": date(2024, 9, 1),
        "name": "Ada Example",
        "profession": Profession.objects.first(),
        "body": Body.objects.get(code="hcpc"),
        "registration_number": f"PYL{number:06}",
        "organisation": Organisation.objects.first(),
        "service": "Talking Therapies",
        "area": Area.objects.first(),
        "terms_version": terms.CURRENT,
        "terms_agreed_at": now,
    }
    return Application.objects.create(**{**defaults, **fields})


def make_sent_application(**fields: Any) -> Application:
    """An application that waits for a coordinator."""
    now = fields.pop("now", None) or timezone.now()
    return joining.submit(make_complete_application(**fields), now)


def make_past_meeting(**fields: Any) -> Meeting:
    """A meeting that was held a week ago, 2pm to 4pm in London, with its attendance closed."""
    starts_at = fields.pop("starts_at", None) or two_weeks_from(timezone.now() - timedelta(days=21))
    return make_meeting(
        starts_at=starts_at, closed_at=fields.pop("closed_at", starts_at + timedelta(hours=3)), **fields
    )


def make_attendance(meeting: Meeting, member: Member | None = None, **fields: Any) -> Attendance:
    """Somebody was there for the whole of a meeting of two hours: a member, or with `name` somebody who is none."""
    recorded = {"source": Source.SHEET, "recorded_at": meeting.ends_at, "recorded_by_name": "A coordinator"}
    if member is None and not fields.get("name"):
        member = make_member()
    return Attendance.objects.create(meeting=meeting, member=member, **{"minutes": 120, **recorded, **fields})


def make_certificate(member: Member | None = None, **fields: Any) -> Certificate:
    """A member's certificate of a meeting a week ago, as closing its attendance issues it."""
    meeting = fields.pop("meeting", None) or make_past_meeting()
    row = make_attendance(meeting, member)
    certificates.issue_all(meeting, timezone.now(), None)
    certificate = Certificate.objects.get(meeting=meeting, member=row.member)
    for name, value in fields.items():
        setattr(certificate, name, value)
    certificate.save()
    return certificate


def make_item(meeting: Meeting | None, **fields: Any) -> AgendaItem:
    """Something on the agenda of a meeting; with `proposed_by` and no state, something proposed for it."""
    state = fields.setdefault("state", ItemState.PROPOSED if "proposed_by" in fields else ItemState.ACCEPTED)
    number = next(numbers)
    if state != ItemState.PROPOSED:
        last = AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"]
        fields.setdefault("position", (last or 0) + 1)
    return AgendaItem.objects.create(
        meeting=meeting, **{"title": f"Item {number}", "proposed_at": timezone.now(), **fields}
    )


def make_minutes(meeting: Meeting | None = None, **fields: Any) -> Minutes:
    """Minutes that somebody has begun to write, of a meeting a week ago."""
    defaults = {"text": "# 1. Welcome\n\nAll were welcomed.", "changed_at": timezone.now(), "changed_by_name": "Ada"}
    return Minutes.objects.create(meeting=meeting or make_past_meeting(), **{**defaults, **fields})


def make_published_minutes(meeting: Meeting | None = None, **fields: Any) -> Minutes:
    """Minutes that members read, in their first version."""
    now = fields.pop("published_at", timezone.now())
    minutes = make_minutes(meeting, published_at=now, **fields)
    said = {"text": minutes.text, "approved_by_name": "A coordinator", "published_at": now}
    MinutesVersion.objects.create(minutes=minutes, number=1, **said)
    return minutes


def make_action(meeting: Meeting | None = None, owner: Member | None = None, **fields: Any) -> Action:
    """Something that somebody promised at a meeting a week ago."""
    recorded = {"recorded_at": timezone.now(), "recorded_by_name": "A coordinator"}
    text = f"Write to venue {next(numbers)}"
    return Action.objects.create(
        meeting=meeting or make_past_meeting(), owner=owner, **{"text": text, **recorded, **fields}
    )


def make_document(**fields: Any) -> Document:
    """A PDF with a meeting, as whoever added it sees it."""
    data = fields.pop("data", f"%PDF-1.7 document {next(numbers)} %%EOF".encode())
    meeting, title = fields.pop("meeting", None) or make_meeting(), fields.pop("title", "Slides on endings")
    checked = Checked(fields.pop("file_type", FileType.PDF), data)
    return documents.add(meeting, title, checked, timezone.now(), fields.pop("by", None) or make_user(), **fields)


def make_officer(office: OfficeKind = OfficeKind.COORDINATOR, *areas: Area, **fields: Any) -> User:
    """Somebody with an office of the network: a coordinator for these areas, an auditor, a service lead."""
    user, by = make_user(**fields), make_coordinator()
    offices.appoint(user, office, areas, by, "For a test", timezone.now())
    return user
