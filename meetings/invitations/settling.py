"""Each calendar is told what it lacks, and what it shows wrongly is taken back: by the clock, and at once when a
member chooses otherwise or may no longer take part."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.utils import timezone

from members.models import Member
from members.models.member import MemberQuerySet
from outbox.models import State, StoppedAddress

from .. import places, taking_part, undoing
from ..models import Invitation, Meeting, Rsvp
from ..models.calendar import InvitationQuerySet
from ..models.meeting import MeetingQuerySet
from ..reminding import hours
from ..words import CalendarBy, Choice, Method, Place, Status
from . import letters
from .carrying import BY_MAIL

# A meeting comes into calendars so long before it begins, unless somebody answers before.
AHEAD = timedelta(weeks=8)


def settle(now: datetime) -> int:
    """By the clock: invite who is not invited yet, take back what does not hold; two schedulers at once do it once."""
    if hours.is_quiet(now):
        return 0  # nobody is written to at night unless they did something themselves
    coming = in_question(Meeting.objects.announced().filter(starts_at__gt=now), now).order_by("starts_at", "pk")
    return sum(settle_meeting(meeting, now) for meeting in coming if is_unsettled(meeting, now))


def in_question(meetings: MeetingQuerySet, now: datetime) -> MeetingQuerySet:
    """Those that a calendar can lack or show: not yet the many, far ahead, that nobody answered or was invited to."""
    answered = Rsvp.objects.filter(meeting=OuterRef("pk")).exclude(choice=Choice.NO)
    invited = Invitation.objects.filter(meeting=OuterRef("pk"))
    return meetings.filter(Q(starts_at__lte=now + AHEAD) | Exists(answered) | Exists(invited))


def is_unsettled(meeting: Meeting, now: datetime) -> bool:
    """Whether somebody's calendar is to be told something of this meeting; asked again under its lock."""
    return lacking(meeting, now).exists() or wrong(meeting, now).exists()


@transaction.atomic
def settle_meeting(meeting: Meeting, now: datetime) -> int:
    """Tell everybody's calendar; while its last change can be undone a meeting waits."""
    meeting = places.lock(meeting)
    return 0 if undoing.of_any([meeting.pk], now) else tell(meeting, now, Member.objects.all())


def follow_choice(member: Member, chosen: CalendarBy, now: datetime) -> None:
    """At once, when a locked member chose how meetings come into their calendar."""
    settle_member(member, Q(status=Status.PUBLISHED), now)


def take_from(member: Member, now: datetime, why: str) -> None:
    """At once, from a locked member who may no longer take part; before what they hold is given on.

    What they hold is locked here too, so that whoever gives it on finds it locked, by primary key.
    """
    held = Rsvp.objects.filter(member=member).exclude(place=Place.NONE, turn=None).values("meeting")
    settle_member(member, Q(pk__in=held), now)


def settle_member(member: Member, besides: Q, now: datetime) -> None:
    """Tell one person's calendar of what it shows, and of the meetings `besides`."""
    shown = Q(pk__in=Invitation.objects.filter(member=member).live().values("meeting"))
    coming = Meeting.objects.filter(shown | besides, starts_at__gt=now)
    meetings = places.lock_all(coming.values_list("pk", flat=True))
    running = undoing.of_any([meeting.pk for meeting in meetings], now)
    waits = {pk for reversal in running for pk in undoing.pks_of(reversal)}
    only = Member.objects.filter(pk=member.pk)
    for meeting in meetings:
        if meeting.pk not in waits:
            tell(meeting, now, only)


def tell(meeting: Meeting, now: datetime, members: MemberQuerySet) -> int:
    """Take back and invite, among these members; the meeting is locked."""
    found = wrong(meeting, now).filter(member__in=members).select_related("member__user", "member__preferences")
    out = list(found)
    letters.taken_back(meeting, out, now)
    known = Invitation.objects.filter(uid=meeting.uid, member=OuterRef("pk"))
    new = list(lacking(meeting, now).filter(pk__in=members).annotate(known=Exists(known)).values_list("pk", "known"))
    for again in (False, True):
        if whom := [pk for pk, was_known in new if was_known is again]:
            letters.invitation(meeting, Member.objects.filter(pk__in=whom), now, again=again)
    return len(out) + len(new)


def by_mail(meeting: Meeting, now: datetime) -> MemberQuerySet:
    """Who may take part and takes invitations."""
    chosen = Q(preferences=None) | Q(preferences__calendar_by__in=BY_MAIL)
    return taking_part.may(meeting, timezone.localdate(now)).filter(chosen)


def lacking(meeting: Meeting, now: datetime) -> MemberQuerySet:
    """Whose calendar shall have this meeting and was not told: nobody who said no, and few before its time.

    An address that gets no mail is told once it gets mail again.
    """
    if meeting.status != Status.PUBLISHED:
        return Member.objects.none()
    stopped = StoppedAddress.objects.values("address")
    people = by_mail(meeting, now).reachable().exclude(Exists(stopped.filter(address=Lower(OuterRef("user__email")))))
    if meeting.starts_at > now + AHEAD:
        people = people.filter(pk__in=meeting.rsvps.exclude(choice=Choice.NO).values("member"))
    said = Invitation.objects.filter(uid=meeting.uid, member=OuterRef("pk"), recipient=OuterRef("user__email"))
    never_left = Q(message__state=State.WITHDRAWN) | Q(message__state=State.FAILED, message__attempts=0)
    last = said.exclude(never_left).order_by("-pk").values("method")[:1]
    untold = people.annotate(last=Subquery(last)).filter(Q(last=None) | Q(last=Method.CANCEL))
    return untold.exclude(pk__in=meeting.rsvps.filter(choice=Choice.NO).values("member"))


def wrong(meeting: Meeting, now: datetime) -> InvitationQuerySet:
    """What stands in calendars and does not hold: cancelled, of somebody who is out, or at an address that is no longer
    theirs. An address that refused what was written since is left alone."""
    later = Invitation.objects.exclude(message__state=State.WITHDRAWN).filter(
        uid=OuterRef("uid"), member=OuterRef("member"), recipient=OuterRef("recipient"), pk__gt=OuterRef("pk")
    )
    shown = Invitation.objects.counting().filter(~Exists(later), meeting=meeting, method=Method.REQUEST)
    if meeting.status != Status.PUBLISHED:
        return shown
    people = by_mail(meeting, now).values("pk")
    return shown.exclude(uid=meeting.uid, member__in=people, recipient=F("member__user__email"))
