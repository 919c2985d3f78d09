"""The meetings of the demonstration: two years of them, and what every meeting needs; all by the verbs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from random import Random

from django.conf import settings

from accounts.models import User
from meetings import notices, planning, rsvp
from meetings.models import Meeting, Notice, Venue
from meetings.plans import Plan
from meetings.words import Choice, Mode
from members.models import Contact, Member

from .clock import Clock, at, meeting_days, next_meeting
from .people import DATA, EVERYBODY, MEMBERS

WORDS = json.loads((DATA / "meetings.json").read_text(encoding="utf-8"))
USUAL = {person.key: person.usual for person in MEMBERS}
AHEAD = 6
LATEST_TOPIC = 2  # what the last past meeting was about; its minutes are in cycles.json


@dataclass(frozen=True)
class Host:
    """What every meeting of the demonstration needs: when it is, who plans it, who may come, where, and chance."""

    clock: Clock
    by: User
    members: dict[str, Member]
    venue: Venue
    chance: Random
    seed: int


def confirm_venue() -> Venue:
    """Fill in the venue that a new network starts with; what no source confirms says so."""
    words = WORDS["venue"]
    venue, _ = Venue.objects.update_or_create(site=words["site"], defaults=words)
    return venue


def past_days(today: date, number: int) -> list[date]:
    """The last so many days of meetings, oldest first; past the network's beginning, other Thursdays join in."""
    regular = [day for day in meeting_days(next_meeting(today), today.year) if day <= today]
    if number <= len(regular):
        return regular[len(regular) - number :]
    weeks = (regular[-1] - regular[0]).days // 7
    others = [regular[-1] - timedelta(weeks=week) for week in range(weeks + 1)]
    extra = [day for day in others if day not in set(regular)][: number - len(regular)]
    return sorted(regular + extra)


def future_days(today: date) -> list[date]:
    return [day for day in meeting_days(next_meeting(today), today.year + 2) if day > today][:AHEAD]


def build_past(host: Host, number: int) -> Iterator[Meeting]:
    """Make the past meetings, giving each when it is done."""
    days = past_days(host.clock.today, number)
    for place, day in enumerate(days):
        yield past(host, day, place, newest=len(days) - 1)


def past(host: Host, day: date, place: int, newest: int) -> Meeting:
    """A meeting that was: answered by those who were members then; one fell to snow, one went online."""
    changes = Plan(mode=Mode.ONLINE, venue=None, room_capacity=0) if newest - place == 4 else Plan()
    meeting = publish(host, plan(host, day, place - newest + LATEST_TOPIC, **changes), at(day - timedelta(days=56), 10))
    if newest - place == 9:
        why = "Heavy snow is forecast and the trams may not run."
        return planning.cancel(meeting, why, at(day - timedelta(days=1), 11), by=host.by)
    for member, choice, when in past_answers(host, meeting, day):
        rsvp.answer(meeting, member, choice, when)
    return meeting


def past_answers(host: Host, meeting: Meeting, day: date) -> Iterator[tuple[Member, str, datetime]]:
    """Most say what they usually say, some something else, some nothing; each on a day of their own."""
    members = list(host.members.items())
    host.chance.shuffle(members)
    for place, (key, member) in enumerate(members):
        luck, wish = host.chance.random(), USUAL[key]
        when = at(day - timedelta(days=50 - 3 * place), 8 + place)
        if member.joined_on is None or member.joined_on >= day - timedelta(days=56) or luck < 0.15:
            continue
        choice = wish if luck < 0.8 else host.chance.choice([Choice.ONLINE, Choice.MAYBE, Choice.NO])
        yield member, Choice.ONLINE if meeting.mode == Mode.ONLINE and choice == Choice.ROOM else choice, when


def answer(host: Host, meeting: Meeting, choices: dict[str, Choice], first_ago: int) -> None:
    """Each answers in turn, an hour after the one before."""
    for place, (key, choice) in enumerate(choices.items()):
        rsvp.answer(meeting, host.members[key], choice, host.clock.ago(first_ago, 9 + place, 10))


def plan(host: Host, day: date, place: int, **changes: object) -> Plan:
    """What a coordinator types in for a meeting on that day."""
    topic = WORDS["topics"][place % len(WORDS["topics"])]
    usual = Plan(
        title=topic["title"],
        starts_at=at(day, 14),
        ends_at=at(day, 16),
        venue=host.venue,
        mode=Mode.HYBRID,
        room_capacity=12,
        answer_by=day - timedelta(days=7),
        programme="\n".join(WORDS["programme"]).replace("{about}", topic["about"]),
        join_link=f"{WORDS['join_link']}/{day}",
    )
    return Plan(**{**usual, **changes})  # type: ignore[typeddict-item]


def create(host: Host, plan: Plan, now: datetime) -> Meeting:
    """Plan a draft, a week before this time."""
    return named(host, planning.create(now - timedelta(days=7), by=host.by, **plan))


def named(host: Host, meeting: Meeting) -> Meeting:
    """A meeting under the calendar UID that follows from the seed."""
    meeting.uid = f"{sha256(f'{host.seed}:{meeting.slug}'.encode()).hexdigest()[:32]}@{settings.CALENDAR_DOMAIN}"
    meeting.save(update_fields=["uid"])
    return meeting


def publish(host: Host, plan: Plan, now: datetime) -> Meeting:
    return planning.publish(create(host, plan, now), now, by=host.by)


def write_notices(host: Host) -> None:
    """What a coordinator wrote to everyone, and to those coming to the next meeting."""
    coming = Meeting.objects.published().upcoming(host.clock.ago(0)).first()
    for row in WORDS["notices"]:
        when = host.clock.ago(row["ago"], 17)
        words = {"audience": row["audience"], "subject": row["subject"], "text": row["text"]}
        meeting = coming if row["audience"] != "everyone" else None
        notice = Notice.objects.create(meeting=meeting, written_by=host.by, created_at=when, **words)
        notices.send(notice, host.by, when, seen=notices.wording(notice))


def name_contacts(clock: Clock) -> None:
    """Who answers visitors."""
    for order, row in enumerate(WORDS["contacts"]):
        person = EVERYBODY[row["who"]]
        words = {field: row[field] for field in ("slug", "role", "about")}
        Contact.objects.create(
            name=person.name, email=person.email, order=order, confirmed_on=clock.day(row["said"]), **words
        )
