"""Certificates say who attended and for how long: they follow the attendance that was written down, never an answer."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from members.models import Consent, Member
from members.names import name_of
from members.switches import Audience

from . import messages, places
from .models import Attendance, Certificate, Meeting
from .topics import topics

if TYPE_CHECKING:
    from accounts.models import User

CORRECTED = "The attendance record was corrected."
TAKEN_OFF = "The attendance record was corrected: this person is not on it."
# Changes whenever the sentence beside the switch changes its meaning.
WORDING_VERSION = "2026-11"
# What is read beside the two choices about a certificate; changes with its version.
WORDING = (
    ("Your name on the check page of a certificate", "They see your name only while you show it there."),
    (
        "The check page of a certificate once you are erased",
        "It is tied to you no more, and stays until you end it with its link.",
    ),
)


class Refusal(models.TextChoices):
    """Why a certificate is not issued or revoked."""

    OPEN = "open", "Attendance is still open. Close it first."
    REVOKED = "revoked", "This certificate is revoked already."
    OWN = "own", "This certificate is your own. Ask another coordinator."
    NO_WHY = "no_why", "Say why. Its owner reads this."
    LEFT = "left", "Its owner has left and was erased. What its check page says stays as it is."
    ABSENT = "absent", "This person is not on the attendance list, so there is nothing to certify."


class Refused(Exception):
    """A deed was refused; `reason` says why, in words for the person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


@transaction.atomic
def issue_all(meeting: Meeting, now: datetime, by: "User | None") -> list[Certificate]:
    """Bring the certificates of a meeting in line with its attendance, and give those that are new.

    Each member on the list gets one, and is told once however often this is asked. Where the list was corrected since,
    the old one is revoked and a new one issued. What a coordinator revoked stays so until its line is written anew.
    Raises Refused while attendance is open.
    """
    meeting = places.lock(meeting)
    if meeting.closed_at is None:
        raise Refused(Refusal.OPEN)
    present = {row.member: row for row in attended(meeting) if row.member}
    valid = {one.member: one for one in of(meeting).filter(revoked_at=None) if one.member}
    for member in valid.keys() - present.keys():
        end(valid[member], TAKEN_OFF, now, by)
        messages.certificate_revoked(valid[member], now)
    revoked = last_revoked(meeting)
    return [
        issue(meeting, row, member, now, by, old=valid.get(member))
        for member, row in present.items()
        if counted(meeting, row.minutes)
        and differs(meeting, row, valid.get(member))
        and (member in valid or member not in revoked or row.recorded_at > revoked[member])
    ]


@transaction.atomic
def reissue(certificate: Certificate, by: "User", why: str, now: datetime) -> Certificate:
    """Revoke a certificate and issue it anew, under a new serial, with what is true today. Raises Refused."""
    meeting = places.lock(certificate.meeting)
    old = of(meeting).get(pk=certificate.pk)
    if reason := refusal(old, by, why):
        raise Refused(reason)
    row = attended(meeting).filter(member=old.member_id).first()
    if row is None or not counted(meeting, row.minutes):
        raise Refused(Refusal.ABSENT)
    assert old.member  # noqa: S101  refused otherwise
    return issue(meeting, row, old.member, now, by, old=old, why=why)


@transaction.atomic
def revoke(certificate: Certificate, by: "User", why: str, now: datetime) -> Certificate:
    """Let a certificate count no longer, and tell its owner why. Nobody revokes their own. Raises Refused."""
    found = of(places.lock(certificate.meeting)).get(pk=certificate.pk)
    if reason := refusal(found, by, why):
        raise Refused(reason)
    end(found, why, now, by)
    messages.certificate_revoked(found, now)
    return found


def refusal(certificate: Certificate, by: "User", why: str = "-") -> Refusal | None:
    """Say why this coordinator cannot revoke this certificate, or None if they can."""
    if certificate.revoked_at:
        return Refusal.REVOKED
    if certificate.member is None:
        return Refusal.LEFT
    if certificate.member.user_id == by.pk:
        return Refusal.OWN
    return None if why.strip() else Refusal.NO_WHY


@transaction.atomic
def show_name(certificate: Certificate, shown: bool, now: datetime) -> Certificate:
    """Let the check page show its owner's name, or hide it; each change is kept with the wording that was read."""
    found = of(places.lock(certificate.meeting)).get(pk=certificate.pk)
    if found.member and found.shows_name != shown:
        found.shows_name = shown
        found.save(update_fields=["shows_name"])
        field = f"certificate {found.serial}"
        audience = Audience.PUBLIC if shown else Audience.COORDINATORS
        Consent.objects.create(
            member=found.member, field=field, audience=audience, wording_version=WORDING_VERSION, at=now
        )
    return found


def find(typed: str) -> Certificate | None:
    """The certificate with this serial, however it is typed: small letters, spaces, dashes or none."""
    return Certificate.objects.filter(serial=tidied(typed)).first()


def tidied(typed: str) -> str:
    """A serial as it is printed; what can be none stays odd and finds nothing."""
    letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", typed))).upper()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def of(meeting: Meeting) -> models.QuerySet[Certificate]:
    return Certificate.objects.filter(meeting=meeting).select_related("member__user", "meeting")


def attended(meeting: Meeting) -> models.QuerySet[Attendance]:
    """Those on the list who are members; a name alone gets no certificate."""
    return Attendance.objects.filter(meeting=meeting, member__isnull=False).select_related("member__user")


def last_revoked(meeting: Meeting) -> dict[Member, datetime]:
    """When each person's last certificate that counts no longer was revoked."""
    rows = of(meeting).filter(revoked_at__isnull=False).order_by("revoked_at")
    return {row.member: row.revoked_at for row in rows if row.revoked_at and row.member}


def whole(meeting: Meeting) -> int:
    """The minutes of CPD that a meeting is worth to somebody who was there for all of it."""
    if meeting.cpd_minutes is not None:
        return meeting.cpd_minutes
    return (meeting.ends_at - meeting.starts_at) // timedelta(minutes=1)


def counted(meeting: Meeting, present: int) -> int:
    """Minutes of presence count as they are, and never for more than the meeting is worth."""
    return min(present, whole(meeting))


def participatory(meeting: Meeting, present: int) -> int:
    """The part of them that was participatory: in the same proportion as of the whole, rounded down."""
    minutes = counted(meeting, present)
    if meeting.participatory_minutes is None or not minutes:
        return minutes
    return minutes * meeting.participatory_minutes // whole(meeting)


def differs(meeting: Meeting, row: Attendance, issued: Certificate | None) -> bool:
    """Say whether attendance says something else than the certificate that counts."""
    if issued is None:
        return True
    says = (row.mode, counted(meeting, row.minutes), participatory(meeting, row.minutes))
    return (issued.mode, issued.minutes, issued.participatory_minutes) != says


def issue(
    meeting: Meeting,
    row: Attendance,
    member: Member,
    now: datetime,
    by: "User | None",
    *,
    old: Certificate | None,
    why: str = CORRECTED,
) -> Certificate:
    """Write down what is true of this person and meeting today, and tell them; the caller has locked the meeting."""
    if old:
        end(old, why, now, by)
    certificate = Certificate.objects.create(
        member=member,
        issued_on=timezone.localdate(now),
        shows_name=bool(old and old.shows_name),
        kept_after_leaving=bool(old and old.kept_after_leaving),
        **said(meeting, row, member),
    )
    messages.certificate_issued(certificate, now, instead_of=old)
    return certificate


def said(meeting: Meeting, row: Attendance, member: Member) -> dict[str, Any]:
    """What a certificate says (domain.md §4.6), but for its serial and the day of issue."""
    return {
        "meeting": meeting,
        "name": member.name,
        "title": meeting.title,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "mode": row.mode,
        "minutes": counted(meeting, row.minutes),
        "participatory_minutes": participatory(meeting, row.minutes),
        "aims": meeting.aims,
        "topics": lines(topics(meeting)),
        "organiser": settings.NETWORK_NAME,
        "facilitator": meeting.facilitator,
    }


def lines(found: Iterable[str]) -> str:
    """One topic on each line, as many whole ones as the column takes."""
    most = Certificate._meta.get_field("topics").max_length or 0
    kept = ""
    for topic in found:
        longer = f"{kept}\n{topic}" if kept else topic
        if len(longer) > most:
            break
        kept = longer
    return kept


def end(certificate: Certificate, why: str, now: datetime, by: "User | None") -> None:
    """Revoke, with who and why; the caller has locked the meeting."""
    certificate.revoked_at, certificate.revoked_why = now, why[:300]
    certificate.revoked_by_name = name_of(by) if by else ""
    certificate.save(update_fields=["revoked_at", "revoked_why", "revoked_by_name"])
