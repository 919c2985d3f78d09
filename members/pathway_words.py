"""What a route asks for and its time limits as their owner reads them: calm words, figures and dates."""

from dataclasses import dataclass
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from look import words

from .checklist import Line, LineState
from .clocks import ClockState, Running
from .facts import Facts
from .models.pathway import Measure
from .rules import Rules
from .stages import CaseState, EvidenceKind

CASES_OF = {Measure.CASES: EvidenceKind.TRAINING_CASE, Measure.FURTHER_CASES: EvidenceKind.FURTHER_CASE}
COLOURS = {LineState.DONE: "green", LineState.PART: "blue", LineState.OPEN: "white", LineState.UNKNOWN: "grey"}
TO_PASS = "to pass"  # noqa: S105  a unit of the routes
WEEK, FORTNIGHT = 7, 14


@dataclass(frozen=True)
class Task:
    """One line of what a route asks for: what is verified, and beside it what is said."""

    line: Line
    said: Line
    cases: list[str]

    @property
    def colour(self) -> str:
        return COLOURS[self.line.state]

    @property
    def figure(self) -> str:
        return figure(self.line)

    @property
    def waits(self) -> str:
        """What it would be if all that waits were verified; nothing when nothing waits."""
        if self.said.have <= self.line.have:
            return ""
        if self.line.requirement.unit == TO_PASS:
            return "You have recorded that it is passed. It waits to be verified."
        return f"{amount(self.said.have)} with what waits to be verified."

    @property
    def percent(self) -> int:
        return percent(self.line)

    @property
    def percent_said(self) -> int:
        return percent(self.said)

    @property
    def has_bar(self) -> bool:
        return bool(self.line.requirement.measure and self.line.needed and self.line.needed > 1)


def task(line: Line, said: Line, claimed: Facts, rules: Rules) -> Task:
    return Task(line, said, cases_going_on(line, claimed, rules))


def cases_going_on(line: Line, claimed: Facts, rules: Rules) -> list[str]:
    """How far each case has come that is not finished: "Case A: 8 of 16 sessions"."""
    kind = CASES_OF.get(Measure(line.requirement.measure)) if line.requirement.measure else None
    if kind is None:
        return []
    asked = rules.amount(Measure.SESSIONS)
    of = f" of {amount(asked)}" if asked is not None else ""
    return [
        f"{item.get_ordinal_display() or 'A case'}: {item.sessions or 0}{of} sessions so far"
        for item in claimed.of(kind)
        if item.case_state in (CaseState.OPEN, "")
    ]


def figure(line: Line) -> str:
    """Say how much there is of how much: "7.5 of 16 hours"."""
    unit = line.requirement.unit
    if line.needed is None:
        done = f"{amount(line.have)} {'passed' if unit == TO_PASS else unit} so far. " if line.have else ""
        return f"{done}No source says how much. Ask your course provider."
    if not line.requirement.measure:
        return f"{line.requirement.figure()}. Your course counts this, not the network."
    if unit == TO_PASS:
        return "Passed" if line.state == LineState.DONE else "Not passed yet"
    unit = "in all" if unit == "for each case" else unit
    return f"{amount(min(line.have, line.needed))} of {amount(line.needed)} {unit}"


def amount(value: Decimal) -> str:
    """Say a figure without needless noughts, to a hundredth: "7.5", "16"."""
    return f"{value:,.2f}".rstrip("0").removesuffix(".")


def percent(line: Line) -> int:
    return min(100, int(100 * line.have / line.needed)) if line.needed else 0


@dataclass(frozen=True)
class Limit:
    """A time limit in words: a tag, how much time is left, and what it means."""

    running: Running
    title: str
    tag: str
    colour: str
    heading: str
    text: str


def limit(running: Running, claimed: Running | None = None) -> Limit:
    """Say how a time limit stands; `claimed`: how it would stand if all that waits were verified."""
    tag, colour, heading, text = SAY[running.state](running)
    said = [text, extension(running), wait(running, claimed)]
    return Limit(running, running.clock.label, tag, colour, heading, " ".join(filter(None, said)))


def wait(running: Running, claimed: Running | None) -> str:
    done = (ClockState.KEPT, ClockState.LATE, ClockState.SETTLED)
    if claimed is None or running.state in done:
        return ""
    if claimed.state in done:
        return "With what waits to be verified, it is done."
    if claimed.due_on and running.due_on and claimed.due_on != running.due_on:
        return f"With what waits to be verified, the last day is {words.day(claimed.due_on)}."
    return ""


def extension(running: Running) -> str:
    item = running.extended
    if item is None or item.until is None:
        return ""
    until = "" if item.until == running.due_on else f" until {words.day(item.until)}"
    return f"Extended{until}: {item.get_reason_display().lower()}."


def on_time(running: Running) -> tuple[str, str, str, str]:
    return "Running", "aqua-green", left(running), f"{until(running)} {consequence(running)}".strip()


def soon(running: Running) -> tuple[str, str, str, str]:
    text = f"{until(running)} {consequence(running)} If you need longer, ask your course provider."
    return "Soon", "yellow", left(running), text


def passed(running: Running) -> tuple[str, str, str, str]:
    assert running.due_on  # noqa: S101  it has passed
    return (
        "Passed",
        "orange",
        f"{length(running.left)} ago",
        f"It was {words.day(running.due_on)}. {consequence(running)}".strip(),
    )


def kept(running: Running) -> tuple[str, str, str, str]:
    return "Kept", "green", "Done in time", done_in(running)


def late(running: Running) -> tuple[str, str, str, str]:
    text = (
        f"{done_in(running)} The last day was {words.day(running.due_on)}. It counts all the same."
        if (running.due_on)
        else done_in(running)
    )
    return "Done", "green", "Done, after the limit", text


def settled(running: Running) -> tuple[str, str, str, str]:
    return "Settled", "green", "Settled by your refresher course", "It asks nothing more of you."


def waiting(running: Running) -> tuple[str, str, str, str]:
    text = f"{words.months(running.clock.months or 0)} from {running.clock.get_starts_display()}."
    return "Not begun", "white", "Not begun", f"{text} {consequence(running)}".strip()


def unknown(running: Running) -> tuple[str, str, str, str]:
    return "To be confirmed", "grey", "No limit is known", "No source gives one. Ask your course provider."


SAY = {
    ClockState.RUNNING: on_time,
    ClockState.SOON: soon,
    ClockState.PASSED: passed,
    ClockState.KEPT: kept,
    ClockState.LATE: late,
    ClockState.SETTLED: settled,
    ClockState.WAITING: waiting,
    ClockState.UNKNOWN: unknown,
}


def left(running: Running) -> str:
    """Say what is left: "4 months left"; on the last day, that it is the last."""
    return f"{length(running.left)} left" if any_of(running.left) else "Today is the last day"


def any_of(span: relativedelta) -> bool:
    return bool(span.years or span.months or span.days)


def length(span: relativedelta) -> str:
    """Say a span as exactly as it matters: years and months, months, weeks, days."""
    if span.years:
        rest = f" and {number(span.months, 'month')}" if span.months else ""
        return number(span.years, "year") + rest
    if span.months > 1:
        return number(span.months, "month")
    if span.months:
        weeks = span.days // WEEK
        return "1 month" + (f" and {number(weeks, 'week')}" if weeks else "")
    return number(span.days // WEEK, "week") if span.days >= FORTNIGHT else number(span.days, "day")


def number(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"


def until(running: Running) -> str:
    assert running.due_on  # noqa: S101  asked of a limit that runs
    return f"Until {words.day(running.due_on)}."


def done_in(running: Running) -> str:
    return f"Done in {words.month(running.ended_on)}." if running.ended_on else ""


def consequence(running: Running) -> str:
    return running.clock.consequence
