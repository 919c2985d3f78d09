"""What each person can do next, in plain words: from a first visit to an accredited supervisor."""

from typing import NamedTuple

from django.urls import reverse

from .eligibility import Refusal
from .models import Application, Member
from .models.application import OPEN, State
from .places import offers
from .stages import SUPERVISING, Standing


class NextStep(NamedTuple):
    """One thing to do or to know, and where it is done."""

    heading: str
    text: str
    page: str
    action: str
    query: str = ""

    @property
    def address(self) -> str:
        return reverse(self.page) + self.query


APPLY = NextStep(
    "Apply to join",
    "The network is for clinicians who have done the initial training in DIT. "
    "It takes three minutes, and a coordinator answers as soon as they can. "
    "If you are not trained yet, apply all the same: we tell you which routes exist and when you may join.",
    "members:application",
    "Apply to join",
)
COORDINATE = NextStep(
    "You run this network",
    "You have no membership, so you see the coordinators’ desk and not the directory or the meetings. "
    "If you are trained in DIT, you can apply like everybody else; another coordinator decides.",
    "admin:index",
    "Open the coordinators’ desk",
)
ON_APPLICATION = {
    State.DRAFT: NextStep(
        "Finish your application",
        "What you have written so far is saved. Nobody sees it before you send it.",
        "members:application",
        "Continue your application",
    ),
    State.SUBMITTED: NextStep(
        "A coordinator is reading your application",
        "You need do nothing now. We write to you as soon as it is decided, or if we need to know more.",
        "members:application",
        "See your application",
    ),
    State.MORE_ASKED: NextStep(
        "We have asked you for more",
        "A coordinator needs something from you before they can decide. It is in the letter that we sent you, "
        "and beside your application.",
        "members:application",
        "Read what we asked and answer",
    ),
    State.PARKED: NextStep(
        "Not yet, and you are welcome when you are trained",
        "You can join once you have completed an initial DIT training. Your application is kept; "
        "add the date when you know it.",
        "training_routes",
        "See the training routes",
    ),
    State.DECLINED: NextStep(
        "Your application was declined",
        "The letter says why. If you think that this is a mistake, or if something has changed, ask a coordinator.",
        "contacts",
        "Ask a coordinator",
    ),
    State.WITHDRAWN: NextStep(
        "You withdrew your application",
        "You can apply again whenever you like.",
        "members:application",
        "Apply to join",
    ),
}
ON_REFUSAL = {
    Refusal.LEFT: NextStep("You have left the network", Refusal.LEFT.label, "contacts", "Ask a coordinator"),
    Refusal.SUSPENDED: NextStep(
        "Your membership is suspended", Refusal.SUSPENDED.label, "contacts", "Ask a coordinator"
    ),
    Refusal.NOT_TRAINED: NextStep(
        "Your training is not verified", Refusal.NOT_TRAINED.label, "contacts", "Ask a coordinator"
    ),
}
IN_TRAINING = NextStep(
    "Complete your training",
    "You are a guest while you are in training. When the taught course is done, go on with your application: "
    "a coordinator reads it, and the directory and the meetings open.",
    "members:pathway",
    "My pathway",
)
ON_STANDING = {
    Standing.TRAINED: NextStep(
        "Begin your first training case",
        "Your pathway says what comes first, with whom, and until when. Time limits run from the end of your course.",
        "members:pathway",
        "See my pathway",
    ),
    Standing.TRAINING_CASES: NextStep(
        "Finish your training cases",
        "Your pathway says what is done, what is next, and by when. Add what you have done since; it takes a minute.",
        "members:pathway",
        "See my pathway",
    ),
    Standing.ACCREDITED: NextStep(
        "Let colleagues find you",
        "You are accredited. Colleagues find you by what you choose to show: where you work, what interests you.",
        "members:profile_sharing",
        "Choose what members see",
    ),
}
SAY_WHETHER = NextStep(
    "Say whether you have a place",
    "Trainees look for supervisors here. If you have room for someone, say so; you can stop at any time.",
    "members:offers",
    "Say what I offer",
)
SHOW_IT = NextStep(
    "Show members what you offer",
    "You have said that you offer supervision, but members do not see it yet.",
    "members:offers",
    "Choose who sees it",
)
IS_SHOWN = NextStep(
    "Keep your places right",
    "Trainees find you by them. One tap says that you have one place more, or one fewer.",
    "members:offers",
    "My offers of supervision",
)


def next_step_of(
    member: Member | None, application: Application | None, refusal: Refusal | None, *, is_coordinator: bool
) -> NextStep:
    """Say what someone can do next; `application` is their latest, `refusal` why they may not take part."""
    if member and refusal is None:
        return step_of_standing(member)
    state = State(application.state) if application else None
    is_guest = member and member.standing == Standing.IN_TRAINING and refusal == Refusal.NOT_TRAINED
    if is_guest and state in (State.PARKED, None):
        return IN_TRAINING
    if state in OPEN:
        return ON_APPLICATION[state]
    if refusal in ON_REFUSAL:
        return ON_REFUSAL[refusal]
    if state in ON_APPLICATION:
        return ON_APPLICATION[state]
    return COORDINATE if is_coordinator else APPLY


def step_of_standing(member: Member) -> NextStep:
    """What leads an eligible member further; a supervisor is asked for the supervision they can give."""
    if member.standing not in SUPERVISING:
        return ON_STANDING.get(Standing(member.standing), ON_STANDING[Standing.TRAINED])
    if not offers.mine(member).exists():
        return SAY_WHETHER
    return IS_SHOWN if offers.shown_by(member) else SHOW_IT
