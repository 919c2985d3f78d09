"""Ten minutes in which a coordinator can take a deed back: its messages wait so long, and what was is kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from look import words
from outbox import post
from outbox.models import Message, MessageQuerySet, State

from . import line, messages, places, rsvp
from .keeping import fill_in, kept
from .models import Guest, Meeting, MeetingChange, Reversal, Rsvp, RsvpChange
from .recording import record, store
from .words import Cause, Choice, Deed

if TYPE_CHECKING:
    from accounts.models import User

HOLD = timedelta(minutes=10)
# So long after that nobody asks any more how it was.
FORGOTTEN = timedelta(days=1)
# Counted, given once, or written by the undoing itself: they are not put back.
NOT_PUT_BACK = {
    *("id", "slug", "uid", "sequence", "version", "created_at", "changed_at", "closed_at"),
    *("room_taken", "online_taken", "room_offered", "online_offered", "last_turn"),
}
OF_AN_ANSWER = (
    *("choice", "place", "waiting_since", "turn", "answered_at", "door"),
    *("decide_by", "confirm_by", "offer_until", "passed_at"),
)
OF_A_GUEST = ("place", "cancelled_at", "cancelled_why")
# Who does what at a meeting may change meanwhile, and who needs what be looked at: no answer and no plan depends on it.
NO_OBSTACLE = [Deed.ROLE, Deed.LOOKED]

# Called with meetings that a deed made, before undoing it removes them.
on_unmade: list[Callable[[list[Meeting], datetime], None]] = []
# Called with the numbers of meetings that a deed made: what hangs on one of them and would go with it, in words.
on_obstacle: list[Callable[[Sequence[int]], str]] = []
# Called with a locked reversal before its meetings are locked: what is locked before meetings, such as a series, and
# was changed by the deed too, is put back here.
on_undoing: list[Callable[[Reversal, datetime], None]] = []


class Refusal(models.TextChoices):
    """Why something is not undone; {who} did {what} since."""

    UNDONE = "undone", "This has been undone already."
    LET_GO = "let_go", "The messages were let go, so this cannot be undone any more."
    TOO_LATE = "too_late", "The 10 minutes are over, so this cannot be undone any more. Its messages leave."
    ANSWERED = "answered", "{who} answered since, so this cannot be undone any more. Change the meeting instead."
    KEPT = "kept", "{what}, so this cannot be undone any more. Cancel the meeting instead."
    CHANGED = "changed", "{who} changed this meeting since ({what}), so this cannot be undone any more."


class Refused(Exception):
    """Undoing was refused; its text says why, in words for the coordinator."""

    def __init__(self, reason: Refusal, who: str = "", what: str = "") -> None:
        super().__init__(reason.label.format(who=who, what=what))
        self.reason = reason


def remember(
    what: str, meetings: Sequence[Meeting], now: datetime, by: "User | None", *, made: Sequence[Meeting] = ()
) -> Reversal:
    """Keep how locked meetings are before a deed; `made` are those that the deed makes, once they exist."""
    pks = [meeting.pk for meeting in [*meetings, *made]]
    answers = Rsvp.objects.filter(meeting__in=meetings).exclude(choice=Choice.NO)
    before = {
        "meetings": {meeting.pk: kept(meeting, fields_of(meeting)) for meeting in meetings},
        "made": [meeting.pk for meeting in made],
        "answers": {answer.pk: kept(answer, OF_AN_ANSWER) for answer in answers},
        "guests": {guest.pk: kept(guest, OF_A_GUEST) for guest in Guest.objects.filter(meeting__in=meetings)},
        "facts": {meeting.pk: messages.facts(meeting) for meeting in meetings},
        "earlier": [reversal.pk for reversal in of_any(pks, now)],
        "last": {"answer": last(RsvpChange, pks), "change": last(MeetingChange, pks)},
    }
    return Reversal.objects.create(what=what[:200], before=before, made_at=now, until=now + HOLD, by=by)


def fields_of(meeting: Meeting) -> list[str]:
    own = [field.attname for field in meeting._meta.concrete_fields if field.attname not in NOT_PUT_BACK]
    return [*own, "uid", "sequence"]


def last(history: type[RsvpChange] | type[MeetingChange], pks: Sequence[int]) -> int:
    """Up to where a history had been written: clocks of two machines may disagree, the order of rows does not."""
    return history.objects.filter(meeting__in=pks).aggregate(last=models.Max("pk"))["last"] or 0


def hold(reversal: Reversal) -> int:
    """Let every message that the deed wrote wait until it cannot be undone any more; called at the end of the deed."""
    return of_the_deed(reversal).waiting().update(next_attempt_at=reversal.until)


def of_the_deed(reversal: Reversal) -> MessageQuerySet:
    """The messages of a deed: about its meetings, or held as they are, written at its very moment."""
    about = Meeting.objects.filter(pk__in=pks_of(reversal)).values_list("slug", flat=True)
    its_own = models.Q(about__in=[f"meeting:{slug}" for slug in about]) | models.Q(next_attempt_at=reversal.until)
    return Message.objects.filter(its_own, created_at=reversal.made_at)


def held(reversal: Reversal, now: datetime) -> MessageQuerySet:
    """The messages of a deed that still wait for its ten minutes to end."""
    return of_the_deed(reversal).waiting().filter(next_attempt_at__gt=now)


def pks_of(reversal: Reversal) -> list[int]:
    return sorted([*map(int, reversal.before["meetings"]), *reversal.before["made"]])


def of_any(pks: Iterable[int], now: datetime) -> list[Reversal]:
    """What can still be undone of these meetings as far as the clock goes, the latest first."""
    running = Reversal.objects.filter(until__gt=now, undone_at=None, released_at=None)
    return [reversal for reversal in running if set(pks) & set(pks_of(reversal))]


@dataclass(frozen=True)
class Waiting:
    """A deed that has not gone out yet: how many messages leave when, and why it cannot be undone, if so."""

    reversal: Reversal
    count: int
    refusal: Refused | None

    @property
    def when(self) -> str:
        return words.time(self.reversal.until)


def waiting(meetings: Sequence[Meeting], now: datetime) -> list[Waiting]:
    """What a coordinator can still undo of these meetings, or let go, the latest first."""
    found = of_any([meeting.pk for meeting in meetings], now)
    waits = [Waiting(reversal, held(reversal, now).count(), refusal(reversal, now)) for reversal in found]
    return [each for each in waits if each.count or not each.refusal]


def refusal(reversal: Reversal, now: datetime) -> Refused | None:
    """Say why this is not undone, or None if it can be; the deed asks again under its locks."""
    if reversal.undone_at:
        return Refused(Refusal.UNDONE)
    if reversal.released_at:
        return Refused(Refusal.LET_GO)
    if now >= reversal.until or of_the_deed(reversal).filter(gone(now)).exists():
        return Refused(Refusal.TOO_LATE)
    return obstacle(reversal)


def gone(now: datetime) -> models.Q:
    return models.Q(state__in=[State.SENT, State.FAILED]) | models.Q(claimed_until__gt=now)


def obstacle(reversal: Reversal) -> Refused | None:
    """Whoever answered or changed something since, by the order in which it was written down."""
    pks, before = pks_of(reversal), reversal.before["last"]
    since = MeetingChange.objects.filter(meeting__in=pks, pk__gt=before["change"])
    since = since.exclude(at__in=[reversal.made_at, *taken_back_since(reversal)])
    if change := since.exclude(deed__in=NO_OBSTACLE).first():
        return Refused(Refusal.CHANGED, change.by_name or "Somebody", change.get_deed_display())
    answers = RsvpChange.objects.filter(meeting__in=pks, pk__gt=before["answer"]).exclude(at=reversal.made_at)
    if answer := answers.select_related("member").first():
        return Refused(Refusal.ANSWERED, str(answer.member))
    guest = Guest.objects.filter(meeting__in=pks).exclude(pk__in=reversal.before["guests"]).first()
    if guest:
        return Refused(Refusal.ANSWERED, f"A guest, {guest},")
    hanging = next((words for asked in on_obstacle if (words := asked(reversal.before["made"]))), "")
    return Refused(Refusal.KEPT, what=hanging) if hanging else None


def taken_back_since(reversal: Reversal) -> list[datetime]:
    """When later deeds were done and undone again: after both, what was before them stands as it stood."""
    undone = Reversal.objects.filter(undone_at__gte=reversal.made_at, made_at__gte=reversal.made_at)
    return [moment for both in undone.values_list("made_at", "undone_at") for moment in both if moment]


def lock(reversal: Reversal) -> Reversal:
    return Reversal.objects.select_for_update(no_key=True).get(pk=reversal.pk)


@transaction.atomic
def undo(reversal: Reversal, by: "User | None", now: datetime) -> list[Meeting]:
    """Put the meetings of a deed back as they were before it, and keep its messages from leaving.

    Of two who undo at once the second is refused; so is whoever comes late. Raises Refused.
    """
    reversal = lock(reversal)
    for undo_further in on_undoing:
        undo_further(reversal, now)
    meetings = places.lock_all(pks_of(reversal))
    if reason := refusal(reversal, now):
        raise reason
    post.withdraw(of_the_deed(reversal))
    speak_again(reversal)
    unmade = [meeting for meeting in meetings if meeting.pk in reversal.before["made"]]
    back = [meeting for meeting in meetings if meeting not in unmade]
    for meeting in back:
        put_back(meeting, reversal, now, by)
    unmake(unmade, now)
    reversal.undone_at = now
    reversal.save(update_fields=["undone_at"])
    return back


def speak_again(reversal: Reversal) -> None:
    """What the deed kept earlier messages from saying is so again."""
    for other in Reversal.objects.filter(pk__in=reversal.before["earlier"], undone_at=None):
        about_it = of_the_deed(other).filter(state=State.WITHDRAWN, name__in=messages.OVERTAKEN)
        about_it.update(state=State.WAITING)


def put_back(meeting: Meeting, reversal: Reversal, now: datetime, by: "User | None") -> None:
    """One locked meeting and the answers that the deed changed; its SEQUENCE only ever rises."""
    was = reversal.before["meetings"][str(meeting.pk)]
    widen(meeting, was)
    answers_back(meeting, reversal, now, by)
    meeting.sequence = sequence_after(meeting, was)
    meeting.uid = was["uid"]
    fill_in(meeting, {field: value for field, value in was.items() if field not in ("uid", "sequence")})
    store(meeting, now)
    messages.reword_year(meeting, now)
    record(meeting, Deed.UNDONE, now, by, reversal.what)
    rsvp.release_lost(meeting, now)
    line.promote(meeting, now, why="a coordinator undid a change")


def sequence_after(meeting: Meeting, was: Mapping[str, Any]) -> int:
    """Whoever's calendar fetched the deed has to see a newer state: the entry rises once more, never back."""
    if meeting.uid != was["uid"]:
        return int(was["sequence"]) + 1
    return meeting.sequence + ((meeting.sequence, meeting.status) != (was["sequence"], was["status"]))


def widen(meeting: Meeting, was: Mapping[str, Any]) -> None:
    """Let the places before and after the deed fit at once while people go from these to those."""
    meeting.room_capacity = max(meeting.room_capacity, was["room_capacity"])
    both = (meeting.online_capacity, was["online_capacity"])
    meeting.online_capacity = None if None in both else max(both)
    meeting.save(update_fields=["room_capacity", "online_capacity"])


def answers_back(meeting: Meeting, reversal: Reversal, now: datetime, by: "User | None") -> None:
    """Put back each answer that the deed changed, with a row of history; guests whom it sent away come after all."""
    before = reversal.before["answers"]
    changed = meeting.rsvp_changes.filter(at=reversal.made_at, pk__gt=reversal.before["last"]["answer"])
    for answer in meeting.rsvps.filter(member__in=changed.values("member")).select_related("member").order_by("pk"):
        if str(answer.pk) in before:
            answer.meeting = meeting
            fill_in(answer, before[str(answer.pk)])
            places.store(answer, now, cause=Cause.UNDONE, why=reversal.what, by=by)
    for guest in meeting.guests.filter(cancelled_at=reversal.made_at):
        fill_in(guest, reversal.before["guests"][str(guest.pk)])
        guest.save()
    places.count(meeting)


def unmake(meetings: list[Meeting], now: datetime) -> None:
    """Remove meetings that the deed made: nobody has answered them, and nobody was told."""
    if meetings:
        for unmade in on_unmade:
            unmade(meetings, now)
        Meeting.objects.filter(pk__in=[meeting.pk for meeting in meetings]).delete()


@transaction.atomic
def let_go(reversal: Reversal, now: datetime) -> int:
    """Let the messages of a deed leave now: it cannot be undone any more. Raises Refused."""
    reversal = lock(reversal)
    if reversal.undone_at:
        raise Refused(Refusal.UNDONE)
    if reversal.released_at is None:
        reversal.released_at = now
        reversal.save(update_fields=["released_at"])
    return held(reversal, now).update(next_attempt_at=now)


def forget(now: datetime) -> None:
    """By the clock: what was is kept no longer than it can be put back, and a day."""
    Reversal.objects.filter(until__lte=now - FORGOTTEN).delete()
