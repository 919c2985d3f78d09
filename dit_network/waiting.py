"""What waits for the person who is signed in: answers they owe, what we asked of them, what a coordinator must do."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from look import words
from meetings import attendance, deciding, home, polls
from meetings.models import Meeting
from meetings.own_certificates import new_certificates
from members import coordinators, leaving, new_addresses, supervision
from members.models import Application, Evidence, Member, PlaceRequest
from members.models.application import State
from members.next_step import NextStep
from members.stages import SUPERVISING
from minutes import desk
from minutes.actions import mine
from minutes.models import Action
from outbox import bounces
from outbox.models import Message

MOST_MEETINGS = 3


class Waiting(NamedTuple):
    """One line of the list: what to do, what is known about it, where it is done, and what to call its state."""

    title: str
    hint: str
    href: str
    status: str
    colour: str = "yellow"


def of_eligible(member: Member, now: datetime, shown: Meeting | None) -> list[Waiting]:
    """What waits for somebody who may take part, by how soon it is too late; `shown` stands on the page already."""
    supervising = for_supervisor(member, timezone.localdate(now))
    return [*to_confirm(member, now, shown), *supervising, *for_member(member, now, shown)]


def for_member(member: Member, now: datetime, shown: Meeting | None) -> list[Waiting]:
    """What this member owes an answer: maybes whose day has come, date polls, and the next meetings.

    The one meeting that the page shows already is left out of the last.
    """
    meetings = Meeting.objects.visible_to(member).unanswered_by(member, now)
    if shown:
        meetings = meetings.exclude(pk=shown.pk)
    unanswered = [
        Waiting(meeting.title, words.moment(meeting.starts_at), meeting.get_absolute_url(), "No answer yet")
        for meeting in meetings[:MOST_MEETINGS]
    ]
    return [*undecided(member, now), *polls_for(member), *unanswered]


def to_confirm(member: Member, now: datetime, shown: Meeting | None) -> list[Waiting]:
    """What they have to say again because the meeting moved, and places kept for them, besides what the page shows."""
    return [
        Waiting(
            mine.meeting.title,
            f"Until {words.moment(mine.confirm_by or mine.offer_until or now)}.",
            mine.meeting.get_absolute_url(),
            "Still coming?" if mine.confirm_by else "A place is free for you",
        )
        for mine in home.to_confirm(member, now)
        if shown is None or mine.meeting_id != shown.pk
    ]


def undecided(member: Member, now: datetime) -> list[Waiting]:
    """The maybes of this member whose day to decide has come."""
    return [
        Waiting(
            mine.meeting.title,
            f"You said you would decide by {words.day(mine.decide_by or now)}.",
            mine.meeting.get_absolute_url(),
            "Decide now",
        )
        for mine in deciding.due(member, now)
    ]


def for_owner(member: Member | None, now: datetime) -> list[Waiting]:
    """The certificates that were issued to this person in the last month."""
    return [
        Waiting(
            f"Your certificate for {one.title} is ready",
            words.day(one.starts_at),
            one.get_absolute_url(),
            "Ready",
            "green",
        )
        for one in (new_certificates(member, now) if member else [])
    ]


def for_unreachable(user: User, member: Member | None) -> list[Waiting]:
    """That nothing is sent to their address any more: no mail can tell them."""
    found = bounces.stopped(user.email)
    if found is None:
        return []
    hint = f"Messages to {found.address} did not arrive"
    page = reverse("members:profile" if member and member.joined_on else "account_email")
    return [Waiting("Your address gets no mail from us", hint, page, "Check it", "red")]


def for_account(user: User, now: datetime) -> list[Waiting]:
    """That somebody is letting a new address into their account: who is signed in may not have asked for that.

    Or that this account, made anew, may go back to the old one.
    """
    if old := new_addresses.asked_to_give_up(user):
        hint = "You told us that you lost your old mailbox, and then signed up anew."
        href = reverse("members:give_up", args=[new_addresses.giving_up_token(old, now)])
        return [Waiting("You have two accounts", hint, href, "Go back to the old one", "red")]
    if (new := new_addresses.running(user)) is None:
        return []
    hint = f"A coordinator was told that you lost your mailbox. The new address is {new.email}."
    href = reverse("members:new_address", args=[new_addresses.token_of(new, now)])
    return [Waiting("Somebody asks for a new address for your account", hint, href, "Is this you?", "red")]


def step_of_leaver(user: User, now: datetime) -> NextStep | None:
    """That everything about them will be erased, how soon, and the way to stop it: before anything else."""
    found = leaving.running(user)
    if found is None:
        return None
    left = (found.erase_on - timezone.localdate(now)).days
    soon = f"in {left} days" if left > 1 else "tomorrow" if left == 1 else "today"
    day = words.day(found.erase_on)
    said = f"You have left the network, and what we hold about you goes on {day}, {soon}. Until then you can stay."
    return NextStep("Everything about you will be erased", said, "members:leave", "Stay, or see what goes")


def polls_for(member: Member) -> list[Waiting]:
    """The open date polls that this member has not answered."""
    return [
        Waiting(
            f"Which dates suit you? {poll.title}",
            f"Answer by {words.day(poll.answer_by)}" if poll.answer_by else "A few taps, and we find a date.",
            poll.get_absolute_url(),
            "No answer yet",
        )
        for poll in polls.unanswered_by(member)[:MOST_MEETINGS]
    ]


class Promises(NamedTuple):
    """What a member has promised and not done, and what they did a moment ago."""

    open: list[Action]
    done: list[Action]
    today: date


def promises_of(member: Member, now: datetime) -> Promises | None:
    """The list "My actions" of the first page; None when there is nothing on it."""
    found, done = (list(actions) for actions in mine(member, now))
    return Promises(found, done, timezone.localdate(now)) if found or done else None


def for_supervisor(member: Member, on: date) -> list[Waiting]:
    """What a supervisor is asked: for a place, and to confirm what their supervisees record."""
    if member.standing not in SUPERVISING or member.user is None:
        return []
    asked = [
        Waiting(
            "A place with you", f"{each.member.name} asks", reverse("members:request", args=[each.public_id]), "Answer"
        )
        for each in PlaceRequest.objects.open()
        .filter(offer__supervisor=member)
        .select_related("member")[:MOST_MEETINGS]
    ]
    number = supervision.waiting_for(member.user, on).count()
    hint = "Cases and supervision that wait for your word."
    line = Waiting("Your supervisees", hint, reverse("members:supervisees"), f"{number:,} to confirm")
    return [*asked, line] if number else asked


def for_applicant(application: Application | None) -> list[Waiting]:
    """What a coordinator has asked of an applicant."""
    if application is None or application.state != State.MORE_ASKED:
        return []
    hint = "A coordinator needs to know more before they can decide."
    return [Waiting("Your application", hint, application.get_absolute_url(), "We asked you for more")]


def for_coordinator(user: User, now: datetime) -> list[Waiting]:
    """What only this coordinator can do, with how much of it there is; nothing is listed that is done.

    Messages and meetings belong to no area: they wait for coordinators for everything.
    """
    everything = coordinators.is_for_everything(user)
    failed = Message.objects.to_look_at(now).count() if everything else 0
    applications = coordinators.applications_for(user) & Application.objects.queue()
    evidence = Evidence.objects.to_verify().filter(member__in=coordinators.members_for(user))
    counts = [
        (applications.count(), "Applications", "to be decided", "members_application", ""),
        (evidence.count(), "Evidence", "to be verified", "members_evidence", ""),
        (failed, "Messages", "could not be sent", "outbox_message", "?look=failed"),
    ]
    return [*of_people(counts), *(for_meetings(now) if everything else [])]


def of_people(counts: Iterable[tuple[int, str, str, str, str]]) -> list[Waiting]:
    return [
        Waiting(title, what, reverse(f"admin:{page}_changelist") + query, f"{number:,} waiting")
        for number, title, what, page, query in counts
        if number
    ]


def for_meetings(now: datetime) -> list[Waiting]:
    """What a coordinator owes to meetings: lists to close, proposals to decide on, minutes that members wait for."""
    counts = [
        (attendance.still_open(now).count(), "Attendance", "to be closed: certificates are issued then", "admin:index"),
        (desk.undecided(now).count(), "Agenda", "proposals of members to be decided", "minutes:desk"),
        (desk.late(now).count(), "Minutes", "not published for more than 14 days", "minutes:desk"),
    ]
    return [
        Waiting(title, what, reverse(page), f"{number:,} waiting") for number, title, what, page in counts if number
    ]
