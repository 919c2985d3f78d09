"""What stands in the places of an address: rows of other people, which those who may see them see."""

from collections.abc import Mapping
from datetime import timedelta

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from dit_network.models import Page
from meetings.models import AttendanceChange, Meeting, Notice, Poll, PollDate, RsvpChange
from meetings.words import Cause, Choice, Place, Presence, Source
from members.models import AccessRequest, Breach, Complaint, Contact, Export, ExportStop, Leaving
from outbox import bounces
from outbox.models import Incoming
from tests.access.outcomes import filled_in
from tests.factories import (
    make_action,
    make_calendar_reply,
    make_certificate,
    make_coordinator,
    make_document,
    make_evidence,
    make_meeting,
    make_member,
    make_message,
    make_notice,
    make_offer,
    make_outside_supervisor,
    make_poll,
    make_published_minutes,
    make_sent_application,
    make_series,
    make_venue,
)

REGISTERS = ("accessrequest", "complaint", "breach")
DEEDS = {
    **{f"admin/members/{name}/": "close" for name in REGISTERS},
    "admin/meetings/certificate/": "revoke",
    "admin/meetings/": "cancel",
    "admin/members/": "leave",
}


def fill() -> Mapping[str, object]:
    """A network with a row of every kind that an address can name."""
    meeting = make_meeting(slug="next", venue=make_venue())
    make_series()
    make_poll()
    make_notice(sent_at=timezone.now())
    make_notice()
    make_message()
    make_outside_supervisor()
    make_offer(taken=1)
    make_sent_application()
    Contact.objects.create(slug="membership", role="Membership", name="Ada", email="ada@trust.example")
    member = make_member()
    said = {"choice": Choice.ROOM, "place": Place.ROOM, "cause": Cause.ANSWER, "at": timezone.now()}
    RsvpChange.objects.create(meeting=meeting, member=member, **said)
    noted = {"mode": Presence.ROOM, "minutes": 60, "source": Source.DOOR, "at": timezone.now(), "by_name": "A test"}
    AttendanceChange.objects.create(meeting=meeting, name="Zoë Newcomer", **noted)
    fill_registers()
    kind = ContentType.objects.get_for_model(Contact)
    make_published_minutes(meeting)
    make_action(meeting)
    make_calendar_reply(meeting, member)
    bounces.stop("somebody@trust.example", "A test", timezone.now())
    bounces.note_unproved("somebody@trust.example", "5.1.1", "", timezone.now(), Incoming.objects.get())
    return {
        "number": 1,
        **{"slug": "next", "step": "training", "public_id": member.public_id, "member": member.pk},
        **{"serial": make_certificate().serial, "reversal": 0, "guest": 0, "coordinator": make_coordinator().pk},
        **{"kind": "approve", "decision": 0, "content_type_id": kind.pk, "token": "wrong", "deed": "end"},
    }


def fill_registers() -> None:
    """A row in each register, and somebody whose thirty days run."""
    on, now = timezone.localdate(), timezone.now()
    Leaving.objects.create(user=make_member().user, asked_at=now, erase_on=on + timedelta(days=30))
    dates = {"received_on": on, "due_on": on}
    AccessRequest.objects.create(name="Bo", email="bo@home.example", **dates)
    Complaint.objects.create(name="Bo", email="bo@home.example", text="You kept my address.", **dates)
    Breach.objects.create(noticed_at=now, what="A list was left on a train.", **dates)
    Export.objects.create(by_name="A test", at=now, what="Sign-in sheet", people=5)
    ExportStop.objects.create(by_name="A test", at=now, why="A test", lifted_at=now)


def address(route: str, places: Mapping[str, object]) -> str:
    return filled_in(plain(route), {**places, **row_in(route)})


def plain(route: str) -> str:
    """The admin writes three of its addresses as patterns."""
    if route.startswith("admin/^"):
        return "admin/members/"
    with_names = route.replace("^([^/]+)/history/([^/]+)/$", "<object_id>/history/<history_id>/")
    return with_names.replace("(?P<url>.*)$", "nowhere")


def row_in(route: str) -> dict[str, object]:
    """The row that an address is about: in the admin the last one of its model."""
    if route.startswith(("contacts/", "key-contact/<slug")):
        return {"slug": "membership"}
    if route.startswith("pathway/add/"):
        return {"kind": "case-study"}
    if route.startswith("pathway/evidence/"):
        return {"public_id": make_evidence(make_member()).public_id}
    if route.startswith("minutes/documents/"):
        return {"public_id": make_document(meeting=Meeting.objects.get(slug="next")).public_id}
    if route.startswith("meetings/polls/"):
        return {"public_id": Poll.objects.get().public_id}
    if route.startswith("admin/meetings/poll/<int:pk>/choose/"):
        return {"pk": Poll.objects.get().pk, "date": PollDate.objects.earliest("pk").pk}
    if route.startswith("admin/meetings/meeting/ahead/<"):
        return {"kind": "week", "which": "next"}
    if route.startswith("meetings/notices/"):
        return {"pk": Notice.objects.exclude(sent_at=None).get().pk}
    app, _, rest = route.removeprefix("admin/").partition("/")
    try:
        found = apps.get_model(app, rest.partition("/")[0]).objects.order_by("-pk").first()
    except LookupError:
        found = None
    last = found.pk if found else 1
    history = {"history_id": found.history.latest().pk} if isinstance(found, Page) else {}
    deed = next((name for start, name in DEEDS.items() if route.startswith(start)), "")
    return {"pk": last, "object_id": last, "name": deed, **history}
