"""What is asked for each kind of evidence: its few questions in plain words, and where each kind is offered."""

from dataclasses import dataclass

from .evidence import Refusal
from .next_on_pathway import slug_of
from .stages import CASES, SEEN_BY_SUPERVISOR, EvidenceKind, Standing

Kind = EvidenceKind
Asked = tuple[str, str]  # a label, and a hint


@dataclass(frozen=True)
class Ask:
    """One short form: a sentence at the top, and the questions in order, by the field that each fills."""

    kind: EvidenceKind
    short: str
    questions: dict[str, Asked]
    lead: str = ""

    @property
    def slug(self) -> str:
        return slug_of(self.kind)

    @property
    def label(self) -> str:
        return self.kind.label

    @property
    def is_case(self) -> bool:
        return self.kind in CASES

    @property
    def needs_supervisor(self) -> bool:
        return self.kind in SEEN_BY_SUPERVISOR


MONTH = "For example, 9 2026"
DAY = "For example, 14 6 2026. If you do not remember the day, leave it empty."
ROUTE = ("Which training is it?", "")
RAN_IT = ("Who ran it?", "For example, Anna Freud")
RESULT = ("What was the result?", "")
SUPERVISED = ("Who supervises it?", "")
CASE: dict[str, Asked] = {
    "ordinal": ("Which case is it?", "Only a letter: the network holds nothing about patients."),
    "happened_on": ("In which month did it begin?", MONTH),
    "case_mode": ("Do you meet in person or remotely?", ""),
    "sessions": ("How many sessions so far?", "From 0 to 16"),
    "case_state": ("How does it stand?", ""),
    "ended_on": ("Last month", "Leave it empty while the case goes on."),
    "supervision": SUPERVISED,
}
RECORDED: dict[str, Asked] = {
    "ordinal": ("From which case is it?", ""),
    "phase": ("From which part of the therapy?", ""),
    "happened_on": ("In which month was it rated?", MONTH),
    "result": RESULT,
}
LIST_LEAD = "A coordinator looks for your name on the list of the BPC or of Anna Freud."

ASKS: dict[EvidenceKind, Ask] = {
    ask.kind: ask
    for ask in (
        Ask(
            Kind.COURSE_BEGUN,
            "A course that you are on now",
            {"pathway": ROUTE, "provider": RAN_IT, "happened_on": ("In which month did it begin?", MONTH)},
        ),
        Ask(
            Kind.INITIAL_TRAINING,
            "The taught course, with its last day",
            {"pathway": ROUTE, "provider": RAN_IT, "happened_on": ("When did you complete it?", DAY)},
            "The taught course alone: cases and supervision come after it.",
        ),
        Ask(
            Kind.ROLE_PLAY,
            "The result at the end of the course",
            {"happened_on": ("In which month was it?", MONTH), "result": RESULT},
        ),
        Ask(
            Kind.REFRESHER,
            "A day that settles some time limits",
            {"provider": RAN_IT, "happened_on": ("When was it?", DAY)},
        ),
        Ask(Kind.TRAINING_CASE, "A letter, the months, the sessions", CASE),
        Ask(
            Kind.SUPERVISION,
            "The minutes of one month",
            {
                "happened_on": ("In which month?", MONTH),
                "minutes": ("How many minutes in that month?", "For example, 120 for two hours"),
                "format": ("Alone or in a group?", ""),
                "supervision": ("With whom?", ""),
            },
        ),
        Ask(Kind.RECORDING, "The result, never the recording", RECORDED),
        Ask(
            Kind.CASE_STUDY,
            "The result, never the text",
            {"happened_on": ("In which month was it marked?", MONTH), "result": RESULT},
        ),
        Ask(
            Kind.ACCREDITED,
            "On the list of the BPC or Anna Freud",
            {"happened_on": ("Since which month are you on the list?", MONTH)},
            LIST_LEAD,
        ),
        Ask(
            Kind.ENDORSEMENT,
            "A further training, such as complex care",
            {"pathway": ("Which endorsement is it?", ""), "happened_on": ("In which month did you get it?", MONTH)},
        ),
        Ask(
            Kind.SUPERVISING,
            "Before the supervisor stage",
            {"happened_on": ("In which month was the year complete?", MONTH)},
            "A year of general supervision of high-intensity work, before the supervisor stage begins.",
        ),
        Ask(
            Kind.LETTER,
            "From a supervisor, or from your manager",
            {"writer": ("Who wrote it?", ""), "happened_on": ("In which month?", MONTH)},
        ),
        Ask(
            Kind.SUPERVISOR_STAGE,
            "The month in which you were accepted",
            {"happened_on": ("In which month were you accepted?", MONTH)},
        ),
        Ask(Kind.FURTHER_CASE, "A letter, the months, the sessions", CASE),
        Ask(Kind.FURTHER_RECORDING, "The result, never the recording", RECORDED),
        Ask(
            Kind.SUPERVISEE,
            "Someone whom you supervise, without their name",
            {
                "happened_on": ("In which month did you begin to supervise them?", MONTH),
                "format": ("Alone or in a group?", ""),
                "is_trainee": ("Are they a DIT trainee?", ""),
            },
        ),
        Ask(
            Kind.SUPERVISOR,
            "On the list of the BPC or Anna Freud",
            {"happened_on": ("Since which month are you on the list?", MONTH)},
            LIST_LEAD,
        ),
        Ask(
            Kind.EXTENSION,
            "More time, agreed with your course provider",
            {
                "clock": ("Which time limit is extended?", ""),
                "happened_on": ("When was it agreed?", DAY),
                "until": ("What is the new last day?", "For example, 14 6 2027"),
                "reason": ("Why?", "The reason alone: nobody needs to know more."),
            },
        ),
    )
}
BY_SLUG = {ask.slug: ask for ask in ASKS.values()}
# The kinds whose day matters; the rest is known to the month.
BY_DAY = (Kind.INITIAL_TRAINING, Kind.REFRESHER, Kind.EXTENSION)

GROUPS: dict[str, tuple[EvidenceKind, ...]] = {
    "Your course": (Kind.COURSE_BEGUN, Kind.INITIAL_TRAINING, Kind.ROLE_PLAY, Kind.REFRESHER),
    "Your training cases": (Kind.TRAINING_CASE, Kind.SUPERVISION, Kind.RECORDING, Kind.CASE_STUDY),
    "Accreditation": (Kind.ACCREDITED, Kind.ENDORSEMENT),
    "On the way to supervisor": (
        *(Kind.SUPERVISING, Kind.LETTER, Kind.SUPERVISOR_STAGE, Kind.FURTHER_CASE),
        *(Kind.FURTHER_RECORDING, Kind.SUPERVISEE, Kind.SUPERVISOR),
    ),
    "Time limits": (Kind.EXTENSION,),
}
FIRST = {
    Standing.TRAINED: "Your training cases",
    Standing.TRAINING_CASES: "Your training cases",
    Standing.ACCREDITED: "On the way to supervisor",
    Standing.SUPERVISOR_IN_TRAINING: "On the way to supervisor",
    Standing.SUPERVISOR: "Accreditation",
}

# At which question a refusal is shown; what is not here is about the whole.
FIELD_OF: dict[Refusal, str] = {
    Refusal.FUTURE: "happened_on",
    Refusal.BEFORE_DIT: "happened_on",
    Refusal.BEFORE_TRAINING: "happened_on",
    Refusal.ENDS_BEFORE: "ended_on",
    Refusal.ENDS_LATER: "ended_on",
    Refusal.NO_END: "ended_on",
    Refusal.STILL_OPEN: "case_state",
    Refusal.SESSIONS: "sessions",
    Refusal.TOO_MANY_CASES: "ordinal",
    Refusal.CASE_TWICE: "ordinal",
    Refusal.NO_SUPERVISOR: "supervision",
    Refusal.NOT_YOUR_SUPERVISOR: "supervision",
    Refusal.MINUTES: "minutes",
    Refusal.MORE_THAN_A_MONTH: "minutes",
    Refusal.NO_CLOCK: "clock",
    Refusal.UNTIL: "until",
}


def groups_for(standing: Standing) -> list[tuple[str, list[Ask]]]:
    """Every kind in its group; first the group that fits how far somebody has come."""
    first = FIRST.get(standing, "Your course")
    order = sorted(GROUPS, key=lambda title: title != first)
    return [(title, [ASKS[kind] for kind in GROUPS[title]]) for title in order]
