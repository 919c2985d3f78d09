"""The questions of an application, one form for each page; the rules for the answers are in `members.answers`."""

from ...answers import Step
from .person import NameForm, ProfessionForm, RegistrationForm, TermsForm, WorkForm
from .step import StepForm
from .training import AccreditedForm, BookedForm, CasesForm, CourseForm, NotYetForm, SupervisorForm, TrainingForm

FORMS: dict[Step, type[StepForm]] = {
    Step.TRAINING: TrainingForm,
    Step.NOT_YET: NotYetForm,
    Step.BOOKED: BookedForm,
    Step.COURSE: CourseForm,
    Step.ACCREDITED: AccreditedForm,
    Step.SUPERVISOR: SupervisorForm,
    Step.CASES: CasesForm,
    Step.NAME: NameForm,
    Step.PROFESSION: ProfessionForm,
    Step.REGISTRATION: RegistrationForm,
    Step.WORK: WorkForm,
    Step.TERMS: TermsForm,
}

__all__ = ["FORMS", "StepForm"]
