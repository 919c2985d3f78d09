"""Sample meetings on both sides of every change of the clocks from 2026 to 2030, and what becomes of each."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from itertools import cycle
from typing import NamedTuple

from meetings import calendars, planning
from meetings.feeds import contents
from meetings.models import Feed, Meeting, Venue
from meetings.words import FeedKind, Mode, Status
from outbox.models import Message, State
from tests.factories import make_member, make_venue

from .seen import LONDON, Seen, in_london

CHANGES = (
    *(date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31), date(2028, 3, 26)),
    *(date(2028, 10, 29), date(2029, 3, 25), date(2029, 10, 28), date(2030, 3, 31), date(2030, 10, 27)),
)
TITLES = (
    "Network meeting",
    "Übergänge und Abschlüsse – Größe, Maß und Mühe",
    "Endings, beginnings; and what lies between",
    "Peer supervision 🎓🧠 for new members",
    "A\\B or \"C\": questions, 'answers' & <doubts> 100%",
    "Formulating the interpersonal affective focus with someone whose difficulties seem to change every week: part two",
    "بداية جديدة – 新たな始まり – Новое начало",
)
ANNOUNCED = datetime(2026, 1, 12, 9, 30, tzinfo=LONDON)
CHANGED = datetime(2026, 1, 19, 18, 5, tzinfo=LONDON)
BROUGHT_BACK = datetime(2026, 1, 20, 8, tzinfo=LONDON)


class Fate(StrEnum):
    STAYS = "stays"
    MOVED = "moved"
    CANCELLED = "cancelled"
    BROUGHT_BACK = "brought back"


class Sample(NamedTuple):
    """A meeting, and where it moves to if it moves: times in London."""

    slug: str
    title: str
    starts_at: datetime
    ends_at: datetime
    fate: Fate
    moves_to: tuple[datetime, datetime]

    @property
    def uid(self) -> str:
        return f"{self.slug}@calendar.dit-northwest.example"

    def before(self) -> Seen:
        return Seen(self.uid, self.title, in_london(self.starts_at), in_london(self.ends_at), "CONFIRMED", 0)

    def after(self, uid: str) -> Seen:
        """What calendars show once all is done; `uid` is new for what was brought back (cal-M4)."""
        if self.fate == Fate.MOVED:
            starts, ends = map(in_london, self.moves_to)
            return self.before()._replace(starts=starts, ends=ends, sequence=1)
        if self.fate == Fate.CANCELLED:
            return self.before()._replace(title=f"CANCELLED: {self.title}", status="CANCELLED", sequence=1)
        return self.before()._replace(uid=uid)


def samples() -> list[Sample]:
    """The day before and after each change in every state; the week around it, and a night that lies across it."""
    titles = cycle(TITLES)
    made = []
    for change in CHANGES:
        for number, fate in enumerate(Fate):
            made += [sample(change, days, time(9 + 3 * number, 15 * number), fate, next(titles)) for days in (-1, 1)]
        made += [sample(change, days, time(14), Fate.STAYS, next(titles)) for days in (-7, 0, 7)]
        made.append(sample(change, -1, time(22), Fate.STAYS, next(titles), hours=6))
    return made


def sample(change: date, days: int, begins: time, fate: Fate, title: str, hours: int = 2) -> Sample:
    """A meeting so many days from a change; one that moves, moves as far to the other side, an hour earlier."""

    def on(day: date) -> datetime:
        return datetime.combine(day, begins, LONDON)

    starts_at, other_side = on(change + timedelta(days)), on(change - timedelta(days)) - timedelta(hours=1)
    slug = f"{starts_at:%Y%m%dt%H%M}-{fate.replace(' ', '-')}"
    length = timedelta(hours=hours)  # by the clock on the wall
    return Sample(slug, title, starts_at, starts_at + length, fate, (other_side, other_side + length))


class Written(NamedTuple):
    """What we wrote before and after it all happened, and what anybody is to read in it."""

    feed_before: bytes
    feed_after: bytes
    downloads: list[bytes]
    before: list[Seen]
    after: list[Seen]
    reader: str
    announced: list[Message]
    changed: list[Message]


@cache
def written() -> Written:
    """Calendars and mails for one member about all sample meetings; made once, within the test that asks first."""
    member, made = make_member(name="Zoë Ångström-O'Neil"), {sample.slug: sample for sample in samples()}
    feed = Feed.objects.create(member=member, kind=FeedKind.NETWORK, made_at=ANNOUNCED, changed_at=ANNOUNCED)
    announce(made)
    announced, feed_before = sent(ANNOUNCED), contents.of(feed, BROUGHT_BACK.date()).text
    changed = let_happen(made)
    meetings = Meeting.objects.select_related("venue").order_by("pk")
    return Written(
        feed_before,
        contents.of(feed, BROUGHT_BACK.date()).text,
        [calendars.one(meeting) for meeting in meetings],
        [sample.before() for sample in made.values()],
        [made[meeting.slug].after(meeting.uid) for meeting in meetings],
        member.user.email,
        announced,
        changed,
    )


def announce(made: dict[str, Sample]) -> None:
    venue = make_venue()
    Meeting.objects.bulk_create(draft(sample, venue) for sample in made.values())
    for meeting in Meeting.objects.order_by("pk"):
        planning.publish(meeting, ANNOUNCED, by=None)


def draft(sample: Sample, venue: Venue) -> Meeting:
    return Meeting(
        **{"slug": sample.slug, "uid": sample.uid, "title": sample.title, "venue": venue, "mode": Mode.HYBRID},
        **{"starts_at": sample.starts_at, "ends_at": sample.ends_at, "room_capacity": 12},
        **{"created_at": ANNOUNCED, "changed_at": ANNOUNCED, "status": Status.DRAFT},
        programme="Welcome\nA case, told; and questions\n\nTea ☕",
    )


def let_happen(made: dict[str, Sample]) -> list[Message]:
    """Move, cancel and bring back what is to be, as a coordinator does; gives what left meanwhile."""
    for meeting in Meeting.objects.order_by("pk"):
        fate, (starts_at, ends_at) = made[meeting.slug].fate, made[meeting.slug].moves_to
        if fate == Fate.MOVED:
            planning.change(meeting, CHANGED, by=None, starts_at=starts_at, ends_at=ends_at)
        elif fate != Fate.STAYS:
            planning.cancel(meeting, "The room is flooded; sorry", CHANGED, by=None)
    left = sent(CHANGED)
    for meeting in Meeting.objects.filter(slug__endswith="brought-back").order_by("pk"):
        planning.bring_back(meeting, BROUGHT_BACK, by=None)
    return [*left, *sent(BROUGHT_BACK)]


def sent(now: datetime) -> list[Message]:
    """What waits in the outbox leaves, in its order."""
    waiting = list(Message.objects.waiting().order_by("pk"))
    Message.objects.waiting().update(state=State.SENT, sent_at=now)
    return waiting
