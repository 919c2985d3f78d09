"""What meetings hold about people: answers, attendance, certificates, needs, calendars, and what they did there."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models

from members.models import Member
from members.rights.finding import (
    ABOUT_OTHERS,
    RANDOM,
    SECRET,
    by_address,
    by_link,
    by_name,
    either,
    mention,
)
from members.rights.holding import Basis, Erase, Holding, Person

from . import attendance, rsvp
from .deeds import DEEDS
from .models import Certificate, Guest, Invitation

INTEREST, CONSENT = Basis.INTEREST, Basis.CONSENT
ATTENDED = "So that who took part can prove it, and the network knows how many it reaches."
LEFT = "a member was erased"


def numbered(person: Person, rows: "models.QuerySet[Any]", now: datetime) -> None:
    """How many came, and for how long, stays; who they were does not. Each keeps a name that no other row has."""
    for pk in list(rows.values_list("pk", flat=True)):
        rows.model._default_manager.filter(pk=pk).update(member=None, name=f"{attendance.FORMER_MEMBER}{pk}")


def guests_numbered(person: Person, rows: "models.QuerySet[Any]", now: datetime) -> None:
    for pk in list(rows.values_list("pk", flat=True)):
        Guest.objects.filter(pk=pk).update(name=f"Guest no. {pk}", email="")


def released(person: Person, rows: "models.QuerySet[Any]", now: datetime) -> None:
    """Places that they still hold are given on before the answers go."""
    if person.member and Member.objects.filter(pk=person.member.pk).exists():
        rsvp.release_all(person.member, now, LEFT)
    rows.delete()


def all_but_kept(person: Person, rows: "models.QuerySet[Any]", now: datetime) -> None:
    """A check page that its owner wants to stay keeps what it shows, and hangs on nobody."""
    kept = rows.filter(kept_after_leaving=True, revoked_at=None)
    kept.filter(shows_name=False).update(name="")
    kept.update(member=None)
    rows.filter(kept_after_leaving=False).delete()
    rows.exclude(revoked_at=None).delete()


def own(
    model: str,
    title: str,
    purpose: str,
    *,
    kept: str = "leaver",
    shows: Iterable[str] = (),
    hides: dict[str, str] | None = None,
    erase: Erase | None = None,
    basis: Basis = INTEREST,
    seen_by: str = "You and coordinators.",
) -> Holding:
    """A table whose rows lead to a member."""
    given: dict[str, Any] = {"erase": erase} if erase else {}
    return Holding(
        model=model,
        title=title,
        purpose=purpose,
        basis=basis,
        kept=kept,
        of=by_link(model, "member"),
        shows=("member", *shows),
        hides=hides or {},
        seen_by=seen_by,
        **given,
    )


OWN = [
    own(
        "meetings.Rsvp",
        "Your answers to meetings",
        "So that there is a place for you, and no more people than places.",
        kept="attendance",
        shows=("note",),
        erase=released,
        seen_by="You and coordinators; members only if you show that you are coming. Your note is for coordinators.",
    ),
    own(
        "meetings.RsvpChange",
        "The history of your answers",
        "So that a place that was lost or won can be explained.",
        kept="attendance",
        shows=("why", "by"),
    ),
    own(
        "meetings.Attendance",
        "Meetings at which you were there",
        ATTENDED,
        kept="attendance",
        shows=("name", "recorded_by_name"),
        erase=numbered,
    ),
    own(
        "meetings.AttendanceChange",
        "The history of your being there",
        ATTENDED,
        kept="attendance",
        shows=("name", "by", "by_name"),
        erase=numbered,
    ),
    own(
        "meetings.Certificate",
        "Your certificates",
        "So that you can prove what you attended, and whoever you show it to can check it.",
        kept="attendance",
        shows=(
            "serial",
            "name",
            "title",
            "aims",
            "topics",
            "organiser",
            "facilitator",
            "revoked_by_name",
            "revoked_why",
        ),
        erase=all_but_kept,
        seen_by="You and coordinators; whoever has the serial sees that it is valid, and your name if you show it.",
    ),
    own(
        "meetings.Reflection",
        "What you thought about meetings",
        "For your own record of CPD.",
        basis=CONSENT,
        shows=("text",),
        seen_by="You alone.",
    ),
    own(
        "meetings.Preferences",
        "How meetings reach you",
        "So that they come into your calendar as you want.",
        basis=CONSENT,
    ),
    own(
        "meetings.Invitation",
        "What your calendar was told",
        "So that your calendar is told of changes under the same name.",
        shows=("recipient", "organizer", "message"),
        hides={"uid": RANDOM},
    ),
    own(
        "meetings.Feed",
        "Your private links to calendars",
        "So that your calendar reads the meetings.",
        basis=CONSENT,
        shows=("read_by",),
        hides={"token": SECRET},
        seen_by="You alone.",
    ),
    own(
        "meetings.Role",
        "What you do at meetings",
        "So that everybody knows who does what.",
        shows=("given_by_name",),
        seen_by="Members who may take part, and coordinators.",
    ),
    own(
        "meetings.Need",
        "What you told us that you need",
        "So that you can take part in the room.",
        kept="access-needs",
        basis=CONSENT,
        shows=("detail", "wording_version"),
        seen_by="Coordinators of the meetings that you come to.",
    ),
    own("meetings.NeedsAsked", "That we asked what you need", "So that you are asked once.", kept="access-needs"),
    own("meetings.PollAnswer", "Your answers to date polls", "So that a date is found.", shows=("date",)),
]
OTHERS = [
    Holding(
        model="meetings.CalendarReply",
        title="Answers of your calendar",
        purpose="So that an answer from your calendar counts once.",
        basis=INTEREST,
        kept="inbox",
        of=either(by_link("meetings.CalendarReply", "member"), by_address("meetings.CalendarReply", "attendee")),
        shows=("member", "attendee", "partstat", "why", "incoming", "decided_by"),
        hides={"uid": RANDOM},
    ),
    Holding(
        model="meetings.Guest",
        title="Guests whom you brought",
        purpose="So that there is a place for them too.",
        basis=INTEREST,
        kept="leaver",
        of=by_link("meetings.Guest", "sponsor"),
        shows=("sponsor",),
        hides={"name": ABOUT_OTHERS, "email": ABOUT_OTHERS, "cancelled_why": ABOUT_OTHERS},
    ),
    Holding(
        model="meetings.Guest",
        title="When you were a guest",
        purpose="So that there was a place for you.",
        basis=INTEREST,
        kept="access-needs",
        of=either(by_address("meetings.Guest", "email"), by_name("meetings.Guest", "name")),
        erase=guests_numbered,
        shows=("name", "email", "cancelled_why"),
        order=45,
    ),
    *(
        Holding(
            model=model,
            title=title,
            purpose=ATTENDED,
            basis=INTEREST,
            kept="access-needs",
            of=by_name(model, "name"),
            erase=numbered,
            shows=("name",),
            order=51,
        )
        for model, title in (
            ("meetings.Attendance", "Meetings at which you were there before you had an account"),
            ("meetings.AttendanceChange", "The history of your being there, before you had an account"),
        )
    ),
]
MENTIONS = [
    mention(
        "meetings.Meeting",
        "Meetings whose pages name you",
        ("facilitator", "aims", "programme", "cancelled_why", "title"),
        shows=("facilitator", "title", "slug"),
        further={"uid": RANDOM, "join_link": "It is for those who hold a place, on the day."},
    ),
    mention("meetings.Notice", "Notices that name you", ("subject", "text"), shows=("subject",)),
]
HOLDINGS = [*OWN, *OTHERS, *DEEDS, *MENTIONS]
ABOUT_NOBODY = {
    "meetings.Venue": "A place, and the desk that books it; a name typed there is found by the sweep.",
    "meetings.Series": "A rhythm of meetings.",
    "meetings.SkippedDate": "A date.",
    "meetings.PollDate": "A date.",
    "meetings.DoorPage": "A page that is open in some browser at the door.",
}


def names(person: Person) -> Iterable[str]:
    """What they were called on a certificate or on a list of then."""
    return Certificate.objects.filter(member=person.member_pk).values_list("name", flat=True) if person.member else ()


def addresses(person: Person) -> Iterable[str]:
    """Where they were invited."""
    found = Invitation.objects.filter(member=person.member_pk) if person.member else Invitation.objects.none()
    return found.order_by("recipient").values_list("recipient", flat=True).distinct()
