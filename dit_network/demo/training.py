"""How far the named people have come: every kind of evidence and every state of a time limit, made by the verbs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from members import evidence, overlays, standing, supervision
from members.models import Evidence, Member, Pathway, Supervision
from members.models.evidence import SetAside
from members.models.history import OverlayKind
from members.stages import Against, CaseMode, CaseState, EvidenceKind, Format, Phase, Precision, Reason, Result, Writer

from . import lives
from .clock import Clock

K = EvidenceKind
Details = dict[str, Any]
PASSED: Details = {"result": Result.PASS}
NOT_YET: Details = {"result": Result.NOT_YET}
DONE: Details = {"case_state": CaseState.COMPLETED, "sessions": 16}
IN_PERSON: Details = {"case_mode": CaseMode.IN_PERSON}
REMOTE: Details = {"case_mode": CaseMode.REMOTE}


# From so many days ago on the network keeps more than a standing.
KEPT_SINCE = 1030
People = dict[str, Member]


@dataclass(frozen=True)
class Story:
    """One person's training; times are days before today."""

    member: Member
    clock: Clock
    by: User

    @property
    def user(self) -> User:
        assert self.member.user  # noqa: S101  the named people sign in
        return self.member.user

    def fact(self, kind: EvidenceKind, ago: int, *, day: bool = False, **details: Any) -> Evidence:
        """A fact that nobody has written down yet; known to the month unless its day is."""
        when = self.clock.day(ago)
        precision = Precision.DAY if day else Precision.MONTH
        happened_on = when if day else lives.month(when)
        return Evidence(member=self.member, kind=kind, happened_on=happened_on, precision=precision, **details)

    def says(self, kind: EvidenceKind, ago: int, recorded: int | None = None, **details: Any) -> Evidence:
        """They add a fact to their evidence, by default some days after it happened, but never before they joined."""
        at = ago - 4 if recorded is None else recorded
        return evidence.claim(self.fact(kind, ago, **details), self.user, self.clock.ago(self.since(at), 19))

    def since(self, ago: int) -> int:
        """Nobody writes before they are a member, nor before the network kept such things."""
        assert self.member.joined_on  # noqa: S101  the named people have joined
        return max(0, min(ago, (self.clock.today - self.member.joined_on).days - 3, KEPT_SINCE))

    def verified(self, items: Iterable[Evidence], ago: int, by: User | None = None, against: str = "") -> None:
        """Somebody else verifies it: a coordinator, or the supervisor who is named with it."""
        found = Against(against or (Against.SUPERVISOR_WORD if by else Against.CERTIFICATE))
        standing.verify(list(items), by or self.by, found, self.clock.ago(self.since(ago), 20))

    def case(self, ordinal: str, begun: int, ended: int | None, named: Supervision, **details: Any) -> Evidence:
        """A training case; `ended` says that it is completed."""
        state = DONE | {"ended_on": lives.month(self.clock.day(ended))} if ended is not None else {}
        whole = {"ordinal": ordinal, "supervision": named, "case_state": CaseState.OPEN, "sessions": 5, **IN_PERSON}
        return self.fact(K.TRAINING_CASE, begun, **{**whole, **state, **details})

    def says_case(self, ordinal: str, begun: int, ended: int | None, named: Supervision, **details: Any) -> Evidence:
        """They write a case down."""
        at = self.clock.ago(self.since(begun - 4), 19)
        return evidence.claim(self.case(ordinal, begun, ended, named, **details), self.user, at)

    def goes_on(self, ordinal: str, begun: int, ended: int, named: Supervision, **details: Any) -> Evidence:
        """The case that they began before has ended by now: a correction of what stands there."""
        old = self.member.evidence.current().get(kind=K.TRAINING_CASE, ordinal=ordinal)
        at = self.clock.ago(self.since(ended - 5), 19)
        return evidence.correct(old, self.case(ordinal, begun, ended, named, **details), self.user, at)

    def hours(self, first: int, months: int, minutes: int, named: Supervision) -> list[Evidence]:
        """Supervision month by month."""
        days = range(first, first - 31 * months, -31)
        return [self.says(K.SUPERVISION, ago, minutes=minutes, format=Format.GROUP, supervision=named) for ago in days]

    def named(self, supervisor: Member, ago: int, *, shown: bool = True) -> Supervision:
        since, now = lives.month(self.clock.day(ago)), self.clock.ago(self.since(ago), 18)
        return supervision.name_supervisor(self.member, supervisor, since, now, shows_pathway=shown)


def build(people: People, clock: Clock, by: User, seed: int) -> None:
    """Tell every story in the order of the table; public names, random elsewhere, come from the seed."""
    for key, tell in STORIES.items():
        tell(Story(Member.objects.get(pk=people[key].pk), clock, by), people)
    for model in (Evidence, Supervision):
        for row in model.objects.order_by("pk"):
            row.public_id = lives.token(seed, model.__name__, row.pk)[:12]
            row.save(update_fields=["public_id"])


def all_of_the_route(story: Story, people: People) -> None:
    """Everything that the 5-day route asks for, and on the list besides: no limit is left."""
    named = story.named(people["margaret"], KEPT_SINCE, shown=False)
    role_play = story.says(K.ROLE_PLAY, 2250, **PASSED)
    cases = [story.says_case("A", 2150, 1960, named), story.says_case("B", 2100, 1930, named)]
    hours = story.hours(2150, 8, 120, named)
    recordings = [
        story.says(K.RECORDING, 2050 - 40 * place, ordinal="AABB"[place], phase=phase, **PASSED)
        for place, phase in enumerate((Phase.INITIAL, Phase.MIDDLE, Phase.INITIAL, Phase.ENDING))
    ]
    study = story.says(K.CASE_STUDY, 1700, **PASSED)
    other = people["tomasz"].user  # nobody verifies their own, not even a coordinator
    story.verified([role_play, *cases, *hours, *recordings, study], 1010, other, Against.CERTIFICATE)
    supervision.end(named, story.user, story.clock.ago(1000))


def supervisor_in_training(story: Story, people: People) -> None:
    """Accepted for the supervisor stage, with one of two further cases done."""
    stage = Pathway.objects.filter(code="supervisor").latest("version")
    named = story.named(people["margaret"], 300)
    steps = [
        story.says(K.SUPERVISING, 420),
        story.says(K.LETTER, 400, writer=Writer.SUPERVISOR),
        story.says(K.LETTER, 395, writer=Writer.MANAGER),
        story.says(K.SUPERVISOR_STAGE, 350, pathway=stage),
    ]
    story.verified(steps, 340, against=Against.ANNA_FREUD_LIST)
    done = story.fact(K.FURTHER_CASE, 290, ordinal="A", supervision=named, **DONE, **IN_PERSON)
    done.ended_on = lives.month(story.clock.day(150))
    further = evidence.claim(done, story.user, story.clock.ago(148, 19))
    story.verified([further], 140, by=people["margaret"].user)
    story.verified([story.says(K.FURTHER_RECORDING, 200, ordinal="A", phase=Phase.INITIAL, **PASSED)], 180)
    story.says(K.SUPERVISEE, 90, format=Format.INDIVIDUAL, is_trainee=True)


def trainee(story: Story, people: People) -> None:
    """One case done and the next begun; some of it verified, some waiting, one recording not there yet."""
    margaret = people["margaret"]
    named = story.named(margaret, 335)
    hours = story.hours(320, 7, 90, named)
    story.verified([story.goes_on("A", 330, 190, named), *hours], 95, by=margaret.user)
    recordings = [
        story.says(K.RECORDING, 280, ordinal="A", phase=Phase.INITIAL, **PASSED),
        story.says(K.RECORDING, 210, ordinal="A", phase=Phase.ENDING, **NOT_YET),
    ]
    story.verified(recordings, 180)
    story.says_case("B", 100, None, named, sessions=9, **REMOTE)
    story.says(K.SUPERVISION, 60, 20, minutes=90, format=Format.GROUP, supervision=named)
    story.says(K.RECORDING, 30, 6, ordinal="B", phase=Phase.INITIAL, **PASSED)


def late_trainee(story: Story, people: People) -> None:
    """A case that ended early, a supervisor from outside whom nobody has confirmed yet, and a claim set aside."""
    now = story.clock.ago(story.since(690), 18)
    named = supervision.name_outside(
        story.member, "Olu Adebayo-Finch", "olu@riverside-practice.example", lives.month(story.clock.day(690)), now
    )
    ended = story.goes_on("A", 700, 560, named, case_state=CaseState.ENDED_EARLY, sessions=7)
    story.verified([ended, story.says_case("B", 420, None, named, sessions=12)], 400, against=Against.PROVIDER)
    for item in story.hours(410, 3, 60, named):
        supervision.give_word(item, story.clock.ago(300, 8))
    study = story.says(K.CASE_STUDY, 60, **PASSED)
    evidence.set_aside(study, SetAside.NO_PROOF, story.by, story.clock.ago(40))


def extended(story: Story, people: People) -> None:
    """On the 20-day route, with a limit extended; the second of three cases goes on."""
    named = story.named(people["dev"], 470)
    cases = [story.goes_on("A", 480, 330, named), story.says_case("B", 250, None, named, sessions=11, **REMOTE)]
    story.verified([*cases, *story.hours(470, 6, 120, named)], 120, by=people["dev"].user)
    until = story.clock.day(-200)
    away = story.says(K.EXTENSION, 130, day=True, clock="advised", reason=Reason.AWAY, until=until)
    story.verified([away], 125, against=Against.PROVIDER)


def refreshed(story: Story, people: People) -> None:
    """No case within 6 months, and a refresher course since."""
    story.verified([story.says(K.REFRESHER, 200, day=True, provider="Anna Freud")], 190)


def first_case(story: Story, people: People) -> None:
    """Out of the 3-year course, with a first case that waits for the word of a supervisor from outside."""
    route = Pathway.objects.filter(code="hipc").latest("version")
    begun = story.says(K.COURSE_BEGUN, 1290, 195, pathway=route, provider="NHS counselling programme")
    story.verified([begun], 190)
    since, now = lives.month(story.clock.day(40)), story.clock.ago(30, 18)
    named = supervision.name_outside(story.member, "Beatrix Lund", "b.lund@calder-therapies.example", since, now)
    assert named.outside  # noqa: S101  named a line above
    supervision.confirm_outside(named.outside, Against.BPC_LIST, story.by, story.clock.ago(25))
    claim = story.case("A", 20, None, named, sessions=2)
    claim.happened_on = lives.month(story.clock.day(20))
    evidence.claim(claim, story.user, story.clock.ago(3, 19))


def endorsed(story: Story, people: People) -> None:
    """Complex care, after accreditation."""
    route = Pathway.objects.filter(code="dit_cc").latest("version")
    story.verified([story.says(K.ENDORSEMENT, 300, pathway=route, provider="Anna Freud")], 290)


def over(kind: OverlayKind, since: int, until: int | None = None) -> Callable[[Story, People], None]:
    """Something lies over their standing, or lay there for a while."""

    def tell(story: Story, people: People) -> None:
        begun = overlays.begin(story.member, kind, story.clock.day(since), story.user, story.clock.ago(since - 1))
        if until is not None:
            overlays.end(begun, story.clock.day(until), story.user, story.clock.ago(until))

    return tell


STORIES: dict[str, Callable[[Story, People], None]] = {
    "hannah": all_of_the_route,
    "tomasz": supervisor_in_training,
    "imran": trainee,
    "bronagh": late_trainee,
    "zoe": extended,
    "aaliyah": refreshed,
    "nkechi": first_case,
    "ruth": endorsed,
    "sian": over(OverlayKind.ON_LEAVE, 80),
    "kofi": over(OverlayKind.LAPSED, 300, 120),
    "graham": over(OverlayKind.RETIRED, 200),
    "dev": over(OverlayKind.LEFT_REGION, 60),
}
