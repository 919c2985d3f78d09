"""The question that a member asks the directory: a sentence to edit, words to search for, and further filters."""

from typing import Any

from django import forms
from django.db.models import Exists, Model, OuterRef, QuerySet

from ..chains import Chains
from ..finding.question import DAYS, FREE, OFFERED, SUPERVISORS, Question
from ..models import Area, Evidence, Organisation, Pathway, Profession
from ..models.member import MemberQuerySet
from ..models.places import Purpose
from ..stages import CaseMode, EvidenceKind, Standing

WHO = [
    ("", "everyone"),
    (SUPERVISORS, "supervisors"),
    (Standing.SUPERVISOR, "accredited supervisors"),
    (Standing.SUPERVISOR_IN_TRAINING, "supervisors in training"),
    (Standing.ACCREDITED, "accredited practitioners"),
    (Standing.TRAINING_CASES, "people seeing training cases"),
    (Standing.TRAINED, "people waiting for a first case"),
]
PLACE = [("", "may or may not have a place"), (OFFERED, "offer supervision"), (FREE, "have a place")]
PURPOSE = [
    ("", "any reason"),
    (Purpose.TRAINING_CASE, "a training case"),
    (Purpose.AFTER_ACCREDITATION, "work after accreditation"),
    (Purpose.TOWARDS_SUPERVISOR, "becoming a supervisor"),
]
MODE = [("", "or online"), (CaseMode.IN_PERSON, "in person"), (CaseMode.REMOTE, "online only")]
DAY = [("", "any day"), *((day, f"{day.capitalize()}s") for day in DAYS)]
# Whom the sentence names, when it says what to leave out.
NAMES = {
    **{"search": "the words", "area": "the area", "standing": "whom you look for", "profession": "the profession"},
    **{"organisation": "the organisation", "endorsement": "the endorsement", "language": "the language"},
    **{"place": "whether they have a place", "purpose": "what it is for", "mode": "in person or online"},
    "day": "the day",
}
IN_ADDRESS = {"purpose": "for"}


class DirectoryForm(forms.Form):
    """Each part is a field of the address, so that a question can be kept and sent."""

    standing = forms.ChoiceField(label="Whom", choices=WHO, required=False)
    place = forms.ChoiceField(label="Who offer what", choices=PLACE, required=False)
    area = forms.ModelChoiceField(Area.objects.all(), label="Area", required=False, empty_label="any area")
    mode = forms.ChoiceField(label="In person or online", choices=MODE, required=False)
    day = forms.ChoiceField(label="Day", choices=DAY, required=False)
    search = forms.CharField(label="Search", required=False, max_length=100, help_text="A name, a service, an interest")
    profession = forms.ModelChoiceField(Profession.objects.none(), required=False, empty_label="Any profession")
    organisation = forms.ModelChoiceField(Organisation.objects.none(), required=False, empty_label="Any organisation")
    endorsement = forms.ModelChoiceField(Pathway.objects.none(), required=False, empty_label="Any or none")
    language = forms.CharField(label="Language", required=False, max_length=60)

    def __init__(self, data: Any, members: MemberQuerySet) -> None:
        """Offer only what some of these people show: a choice must not tell that somebody hides it."""
        data = data.copy()
        if data.get("supervision"):  # addresses that were kept from before
            data.setdefault("standing", SUPERVISORS)
            data.setdefault("place", OFFERED)
        super().__init__(data)
        self.fields["for"] = forms.ChoiceField(label="What for", choices=PURPOSE, required=False)
        for shown, rows in choices(members).items():
            self.fields[shown].queryset = rows  # type: ignore[attr-defined]
        for name, field in self.fields.items():  # an address may be older than the lists
            field.error_messages["invalid_choice"] = f"{self[name].label}: choose one from the list"

    def question(self) -> Question:
        found = dict(self.cleaned_data)
        return Question(purpose=found.pop("for"), **found)

    @property
    def sentence(self) -> list[forms.BoundField]:
        return [self[name] for name in ("standing", "place", "for", "area", "mode", "day")]

    @property
    def further(self) -> list[forms.BoundField]:
        return [self[name] for name in ("profession", "organisation", "endorsement", "language")]

    @property
    def asks_further(self) -> bool:
        return any(field.data for field in self.further)


def choices(members: MemberQuerySet) -> dict[str, QuerySet]:
    """The professions, organisations and endorsements that at least one of these people shows."""
    # From the endorsements, which are few, to their owners: the other way round reads everybody for each of them.
    owner = members.showing("endorsements").filter(pk=OuterRef("member"))
    theirs = Evidence.objects.verified().filter(kind=EvidenceKind.ENDORSEMENT, pathway=OuterRef("pk"))
    shown = list(shown_by_someone(Organisation, "organisation", members).values_list("pk", flat=True))
    chains = Chains()
    with_successors = {*shown, *(after for pk in shown for after in chains.after(pk))}
    return {
        "profession": shown_by_someone(Profession, "profession", members),
        "organisation": Organisation.objects.filter(pk__in=with_successors),
        "endorsement": Pathway.objects.filter(gives_entry=False).filter(Exists(theirs.filter(Exists(owner)))),
    }


def shown_by_someone(model: type[Model], field: str, members: MemberQuerySet) -> QuerySet:
    theirs = members.showing(field).filter(**{field: OuterRef("pk")})
    return model._default_manager.filter(Exists(theirs))
