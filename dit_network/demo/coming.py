"""The year ahead: a series with its first room full and one meeting moved, a training day, two date polls."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from meetings import deciding, guests, needs, notes, planning, polls, roles, rsvp, taking_part
from meetings.models import Invitation, Meeting, Poll, PollDate, Series
from meetings.plans import Plan
from meetings.series import announcing, making
from meetings.words import Choice, Kind, Mode, Place
from minutes import agenda
from outbox.models import Message

from . import naming
from .clock import at
from .cycles import DUTIES
from .meetings import Host, answer, create, future_days, named, plan, publish
from .people import DATA

WORDS: dict[str, Any] = json.loads((DATA / "coming.json").read_text(encoding="utf-8"))
SEATED = ("hannah", "tomasz", "margaret", "ruth", "kofi", "bronagh", "aaliyah", "nkechi")
WAITING = ("imran", "peter")
TOPICS = (3, 4, 5, 0, 1, 2)


def build(host: Host) -> None:
    """Everything that lies ahead, one of each state."""
    full, plain, moved, cancelled, online, _ = a_year(host)
    for duty, key in DUTIES.items():
        roles.give(full, duty, host.members[key], host.clock.ago(33), by=host.by)
    full_room(host, full)
    talk_about(host, full)
    moved_by_a_week(host, moved)
    answer(host, plain, {"ruth": Choice.ROOM, "dev": Choice.MAYBE}, 20)
    answer(host, cancelled, {"kofi": Choice.ROOM, "sian": Choice.ONLINE}, 21)
    planning.cancel(cancelled, "The building is closed on that day.", host.clock.ago(8), by=host.by)
    planning.change(online, host.clock.ago(5), by=host.by, mode=Mode.ONLINE, venue=None, room_capacity=0)
    first = future_days(host.clock.today)[0]
    training_day(host, first + timedelta(days=20))
    date_polls(host, first + timedelta(days=26))
    day = future_days(host.clock.today)[-1] + timedelta(days=28)
    create(host, plan(host, day, 5, title=WORDS["draft"]), host.clock.ago(4))


def a_year(host: Host) -> list[Meeting]:
    """One form makes the year; then each meeting gets its topic, and all are announced in one message."""
    days, begun = future_days(host.clock.today), host.clock.ago(40)
    series = Series(title=WORDS["series"], first_date=days[0], begins=time(14), venue=host.venue)
    chosen = [making.Chosen(day, at(day, 14)) for day in days]
    made = making.begin(series, chosen, begun, by=host.by, announce=False)
    for place, (meeting, day) in enumerate(zip(made, days, strict=True)):
        named(host, meeting)
        words = about(host, day, TOPICS[place], {} if place else {"room_capacity": len(SEATED)})
        planning.change(meeting, host.clock.ago(40, 10), by=host.by, **words)
    series.refresh_from_db()
    announced = announcing.announce_drafts(series, host.clock.ago(40, 11), by=host.by)
    return sorted(announced, key=lambda meeting: meeting.starts_at)


def about(host: Host, day: date, place: int, further: Plan) -> Plan:
    """The words of a meeting of the series."""
    whole = plan(host, day, place)
    return Plan(
        title=whole["title"],
        programme=whole["programme"],
        join_link=whole["join_link"],
        answer_by=whole["answer_by"],
        **further,
    )


def full_room(host: Host, meeting: Meeting) -> None:
    """The next meeting: every place in the room is taken, two wait, and one of them joins online meanwhile."""
    answer(host, meeting, dict.fromkeys(SEATED, Choice.ROOM), 30)
    answer(host, meeting, {"zoe": Choice.ONLINE, "dev": Choice.MAYBE}, 18)
    first, second = (host.members[key] for key in WAITING)
    rsvp.answer(meeting, first, Choice.ROOM, host.clock.ago(14, 12), meanwhile=True)
    rsvp.answer(meeting, second, Choice.ROOM, host.clock.ago(11, 13))
    day = host.clock.today + (meeting.starts_at.date() - host.clock.today) // 2
    deciding.decide_by(meeting, host.members["dev"], day, host.clock.ago(18, 12))
    for key, text in WORDS["notes"]:
        notes.write(meeting, host.members[key], text, host.clock.ago(17))
    for key, kinds in WORDS["needs"]:
        needs.tell(host.members[key], kinds, "", host.clock.ago(16))


def talk_about(host: Host, meeting: Meeting) -> None:
    """What stands on the next agenda, and what members propose for it."""
    for title in WORDS["accepted"]:
        agenda.add(meeting, title, 15, host.clock.ago(9))
    for key, title in WORDS["proposed"]:
        agenda.propose(meeting, host.members[key], title, host.clock.ago(4, 20))


def moved_by_a_week(host: Host, meeting: Meeting) -> None:
    """Those who said yes are asked again; one has answered, the others' places are held for some days."""
    answer(host, meeting, {"hannah": Choice.ROOM, "imran": Choice.ROOM, "zoe": Choice.ONLINE, "kofi": Choice.NO}, 25)
    later = meeting.starts_at.date() + timedelta(days=7)
    times = Plan(starts_at=at(later, 14), ends_at=at(later, 16), answer_by=later - timedelta(days=7))
    planning.change(Meeting.objects.get(pk=meeting.pk), host.clock.ago(3), by=host.by, **times)
    answer(host, meeting, {"kofi": Choice.ROOM, "zoe": Choice.ONLINE}, 2)


def training_day(host: Host, day: date) -> None:
    """Open to those who are not trained yet; it needs six people, and today is the day to decide."""
    words = WORDS["training"]
    meeting = publish(
        host,
        plan(
            host,
            day,
            0,
            **words,
            starts_at=at(day, 10),
            ends_at=at(day, 16),
            kind=Kind.TRAINING,
            open_to_untrained=True,
            guests_allowed=True,
            cpd_minutes=300,
            participatory_minutes=240,
            minimum=6,
            decide_on=host.clock.today,
        ),
        host.clock.ago(30),
    )
    answer(host, meeting, {"margaret": Choice.ROOM, "peter": Choice.ROOM, "nkechi": Choice.ONLINE}, 22)
    guest = WORDS["guest"]
    guests.bring(meeting, host.members["margaret"], guest["name"], guest["email"], Place.ROOM, host.clock.ago(10))
    untrained = taking_part.may(meeting, host.clock.today).filter(joined_on=None).order_by("pk").first()
    if untrained:
        rsvp.answer(meeting, untrained, Choice.ROOM, host.clock.ago(6))


def date_polls(host: Host, first: date) -> None:
    """One poll has become a meeting, another is open."""
    days = [first + timedelta(days=7 * week) for week in range(4)]
    chosen = ask_dates(host, WORDS["chosen"], [at(day, 13, 30) for day in days], 24, minutes=180, answered=20)
    meeting = polls.choose(chosen[1], host.clock.ago(10), by=host.by)
    before = meeting.uid
    after = named(host, meeting).uid
    naming.rename(Message.objects.filter(key__contains=local(before)), local(before), local(after))
    Invitation.objects.filter(uid=before).update(uid=after)
    evenings = [at(first + timedelta(days=days), 18) for days in (-5, 1, 6, 9, 14)]
    ask_dates(host, WORDS["open"], evenings, 5, minutes=90, answered=3)


def local(uid: str) -> str:
    return uid.partition("@")[0]


def ask_dates(
    host: Host, words: dict[str, Any], dates: list[datetime], ago: int, *, minutes: int, answered: int
) -> list[PollDate]:
    """Open a poll so many days ago; each answers in turn."""
    poll = Poll(
        title=words["title"],
        minutes=minutes,
        venue=host.venue,
        room_capacity=12,
        answer_by=host.clock.day(-9) if ago < 10 else host.clock.day(12),
    )
    polls.begin(poll, dates, host.clock.ago(ago), by=host.by)
    options = list(poll.dates.order_by("starts_at"))
    for place, (key, said) in enumerate(words["said"]):
        replies = dict(zip((option.pk for option in options), said.split(), strict=True))
        polls.answer(poll, host.members[key], replies, host.clock.ago(answered, 9 + place))
    return options
