"""The one next step on somebody's pathway: what, by when, whom to ask. Pure: facts in, words out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from look import words

from .checklist import Line, LineState, lines
from .clocks import ClockState, Running
from .facts import Facts
from .models import Evidence
from .models.pathway import ClockEnd, Measure
from .pathway_words import cases_going_on, figure, left
from .rules import Rules
from .stages import CASES, CaseState, EvidenceKind, Standing

COORDINATOR = "a coordinator"
PROVIDER = "your course provider"
GOING = (ClockState.RUNNING, ClockState.SOON)


@dataclass(frozen=True)
class Place:
    """Where somebody is: what is verified, what is said besides, their time limits, who supervises them."""

    standing: Standing
    facts: Facts
    claimed: Facts
    limits: Sequence[Running] = ()
    supervisors: Sequence[str] = ()
    joined: bool = True


@dataclass(frozen=True)
class Next:
    """What to do next, with the time limit that it keeps and whom to ask."""

    heading: str
    text: str
    page: str
    action: str
    arg: str = ""
    whom: str = ""
    by: Running | None = None

    @property
    def address(self) -> str:
        return reverse(self.page, args=[self.arg] if self.arg else None)

    @property
    def by_words(self) -> str:
        """The last day, and how much time is left until then."""
        if self.by is None or self.by.due_on is None:
            return ""
        return f"{words.day(self.by.due_on)}: {left(self.by)}"


def next_of(place: Place) -> Next:
    """Say the next step of somebody at this place."""
    return STEPS[place.standing](place)


def add(kind: EvidenceKind, heading: str, text: str, action: str, *, whom: str = "", by: Running | None = None) -> Next:
    return Next(heading, text, "members:pathway_add_kind", action, slug_of(kind), whom, by)


def slug_of(kind: EvidenceKind) -> str:
    """A kind as an address says it: "training-case"."""
    return kind.value.replace("_", "-")


def waits(what: str, whom: str = COORDINATOR) -> Next:
    text = "You have recorded it. You need do nothing now: we write to you as soon as it is verified."
    return Next(f"{what} waits to be verified", text, "contacts", "See whom to ask", whom=whom)


def enquirer(place: Place) -> Next:
    if not place.joined:
        text = "Your training is what you told us in your application. A coordinator verifies it when they decide."
        return Next("A coordinator reads your application", text, "members:application", "See your application")
    if place.claimed.training:
        return waits("Your training")
    text = "Everything else on your pathway counts from it."
    return add(EvidenceKind.INITIAL_TRAINING, "Add your initial training", text, "Add my training", whom=COORDINATOR)


def in_training(place: Place) -> Next:
    """A guest applies in full once the course has ended, like whoever has not joined."""
    text = "When the taught course has ended, tell us the date in your application. A coordinator reads it."
    return Next("Complete your course", text, "members:application", "See your application", whom=PROVIDER)


def trained(place: Place) -> Next:
    """Role-play, supervisor, refresher course if the limit has passed, first case: in this order."""
    begin = next((each for each in place.limits if each.clock.ends == ClockEnd.FIRST_CASE), None)
    by = begin if begin and begin.state in GOING else None
    if asks_for_role_play(place) and not place.facts.passed(EvidenceKind.ROLE_PLAY):
        return role_play(place, by)
    if case := first_case(place):
        return waits("Your first case", case)
    if not place.supervisors:
        return find_supervisor(by)
    if begin and begin.state == ClockState.PASSED and begin.clock.refresher_settles:
        return refresher(place)
    text = "You have a supervisor. When the first case has begun, record its month here."
    whom = " or ".join(place.supervisors)
    return add(EvidenceKind.TRAINING_CASE, "Begin your first training case", text, "Add a case", whom=whom, by=by)


def asks_for_role_play(place: Place) -> bool:
    rules = place.facts.route
    return bool(rules and rules.amount(Measure.ROLE_PLAY))


def role_play(place: Place, by: Running | None) -> Next:
    if place.claimed.passed(EvidenceKind.ROLE_PLAY):
        return waits("Your role-play")
    text = "Cases begin once the role-play at the end of the course is passed."
    kind = EvidenceKind.ROLE_PLAY
    return add(kind, "Record the result of your role-play", text, "Add the result", whom=PROVIDER, by=by)


def first_case(place: Place) -> str:
    """Who is asked about a case that is said but not verified; nothing when there is none."""
    cases = place.claimed.of(EvidenceKind.TRAINING_CASE)
    case = next((item for item in cases if item.case_state != CaseState.ENDED_EARLY), None)
    if case is None:
        return ""
    return case.supervision.name if case.supervision else COORDINATOR


def find_supervisor(by: Running | None) -> Next:
    text = "A training case needs a supervisor. Ask one in the directory, or name somebody from outside the network."
    return Next("Find a supervisor", text, "members:supervisors", "Name my supervisor", whom=COORDINATOR, by=by)


def refresher(place: Place) -> Next:
    if place.claimed.first(EvidenceKind.REFRESHER):
        return waits("Your refresher course")
    text = "The time to begin has passed, and a refresher course settles that. If it was extended, add that instead."
    kind, heading = EvidenceKind.REFRESHER, "Ask about a refresher course"
    return add(kind, heading, text, "Add a refresher course", whom=PROVIDER)


def training_cases(place: Place) -> Next:
    end = add(
        EvidenceKind.ACCREDITED,
        "Tell us when you are on the list",
        "When your name is on a list of accredited practitioners, add the month. A coordinator looks for it there.",
        "Add my accreditation",
        whom=PROVIDER,
    )
    return along(place, place.facts.route, nearest(place), end, EvidenceKind.ACCREDITED)


def supervisor_in_training(place: Place) -> Next:
    end = add(
        EvidenceKind.SUPERVISOR,
        "Tell us when you are on the list",
        "When your name is on a list of accredited supervisors, add the month. A coordinator looks for it there.",
        "Add my accreditation",
        whom=PROVIDER,
    )
    return along(place, place.facts.supervisor_route, None, end, EvidenceKind.SUPERVISOR)


def along(place: Place, rules: Rules | None, by: Running | None, end: Next, listed: EvidenceKind) -> Next:
    """The first thing that the route asks for and that is neither verified nor said."""
    if place.claimed.first(listed):
        return waits("Your accreditation")
    if rules is None:
        return end
    done, said = lines(place.facts, rules), lines(place.claimed, rules)
    pairs = [(one, other) for one, other in zip(done, said, strict=True) if is_open(one)]
    if todo := next((one for one, other in pairs if is_open(other)), None):
        return work_on(todo, place, rules, by)
    return waits("All that your route asks for is recorded and", supervisor_of(place)) if pairs else end


def is_open(line: Line) -> bool:
    return line.state in (LineState.PART, LineState.OPEN)


def work_on(line: Line, place: Place, rules: Rules, by: Running | None) -> Next:
    """Add what is missing; once every case is recorded, bring one that goes on up to date."""
    kind, heading, action = WORK[Measure(line.requirement.measure)]
    text = " ".join([f"{figure(line)}.", *(f"{case}." for case in cases_going_on(line, place.claimed, rules))])
    whom = supervisor_of(place)
    cases = [item for item in place.claimed.of(kind) if item.case_state != CaseState.ENDED_EARLY]
    if kind in CASES and (unnamed := next((item for item in cases if not item.ordinal), None)):
        return say_more(unnamed, whom, by)
    going = next((item for item in cases if item.case_state != CaseState.COMPLETED), None)
    if kind in CASES and going and len(cases) >= (line.needed or 0):
        return Next(heading, text, "members:evidence_change", "Bring a case up to date", going.public_id, whom, by)
    return add(kind, heading, text, action, whom=whom, by=by)


def say_more(case: Evidence, whom: str, by: Running | None) -> Next:
    """A case of which only the beginning is known, as an application tells it."""
    text = "You told us when it began. Add its letter, the sessions and your supervisor, so that it can count."
    page = "members:evidence_change"
    return Next("Say more about your first case", text, page, "Complete the case", case.public_id, whom, by)


def supervisor_of(place: Place) -> str:
    return " or ".join(place.supervisors) or COORDINATOR


def nearest(place: Place) -> Running | None:
    """Of the limits for finishing that still run, the one that ends first."""
    running = [each for each in place.limits if each.state in GOING and each.clock.ends == ClockEnd.SUPERVISED]
    return min(running, key=lambda each: (each.due_on, each.clock.order), default=None)


def accredited(place: Place) -> Next:
    if place.claimed.first(EvidenceKind.SUPERVISOR_STAGE):
        return waits("Your place on the supervisor stage")
    text = "You have done all that your route asks for. Colleagues find you by what you choose to show."
    return Next("Let colleagues find you", text, "members:profile_sharing", "Choose what members see")


def supervisor(place: Place) -> Next:
    text = "Trainees look for supervisors here. If you have room for someone, say so; you can stop at any time."
    return Next("Say whether you have room", text, "members:offers", "Say what I offer")


WORK: dict[Measure, tuple[EvidenceKind, str, str]] = {
    Measure.ROLE_PLAY: (EvidenceKind.ROLE_PLAY, "Pass the role-play", "Add the result"),
    Measure.CASES: (EvidenceKind.TRAINING_CASE, "Finish your training cases", "Add a case"),
    Measure.SUPERVISION: (EvidenceKind.SUPERVISION, "Go on with supervision", "Add supervision"),
    Measure.RECORDINGS: (EvidenceKind.RECORDING, "Have recordings rated", "Add a rated recording"),
    Measure.CASE_STUDY: (EvidenceKind.CASE_STUDY, "Write your case study", "Add the result"),
    Measure.FURTHER_CASES: (EvidenceKind.FURTHER_CASE, "Finish your further cases", "Add a further case"),
    Measure.FURTHER_IN_PERSON: (EvidenceKind.FURTHER_CASE, "See a further case in person", "Add a further case"),
    Measure.FURTHER_RECORDINGS: (EvidenceKind.FURTHER_RECORDING, "Have recordings rated", "Add a rated recording"),
    Measure.SUPERVISEES: (EvidenceKind.SUPERVISEE, "Find supervisees", "Add a supervisee"),
    Measure.TRAINEES: (EvidenceKind.SUPERVISEE, "Find a supervisee who is a DIT trainee", "Add a supervisee"),
}
STEPS: dict[Standing, Callable[[Place], Next]] = {
    Standing.ENQUIRER: enquirer,
    Standing.IN_TRAINING: in_training,
    Standing.TRAINED: trained,
    Standing.TRAINING_CASES: training_cases,
    Standing.ACCREDITED: accredited,
    Standing.SUPERVISOR_IN_TRAINING: supervisor_in_training,
    Standing.SUPERVISOR: supervisor,
}
