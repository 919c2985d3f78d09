"""The words for how far someone has come: standings, kinds of evidence, what evidence is verified against."""

from datetime import date

from django.db import models

# Nothing about DIT is older.
DIT_BEGAN = date(2008, 1, 1)


class Standing(models.TextChoices):
    """In the order of the pathway (domain.md §1.6)."""

    ENQUIRER = "enquirer", "Enquirer"
    IN_TRAINING = "in_training", "In training"
    TRAINED = "trained", "Trained, waiting for a first case"
    TRAINING_CASES = "training_cases", "Seeing training cases"
    ACCREDITED = "accredited", "Accredited DIT practitioner"
    SUPERVISOR_IN_TRAINING = "supervisor_in_training", "Supervisor in training"
    SUPERVISOR = "supervisor", "Accredited DIT supervisor"


# Whose offer of supervision counts towards a trainee's accreditation (domain.md §1.3).
SUPERVISING = (Standing.SUPERVISOR_IN_TRAINING, Standing.SUPERVISOR)


class EvidenceKind(models.TextChoices):
    """Every dated fact that a route asks for, in the order in which someone meets it (domain.md §1.1 to §1.4)."""

    COURSE_BEGUN = "course_begun", "Training course begun"
    INITIAL_TRAINING = "initial_training", "Initial training completed"
    ROLE_PLAY = "role_play", "Role-play"
    REFRESHER = "refresher", "Refresher course"
    TRAINING_CASE = "training_case", "Training case"
    SUPERVISION = "supervision", "Supervision"
    RECORDING = "recording", "Rated recording"
    CASE_STUDY = "case_study", "Case study"
    ACCREDITED = "accredited", "Listed as an accredited practitioner"
    SUPERVISING = "supervising", "A year of supervising high-intensity work"
    LETTER = "letter", "Letter for the supervisor stage"
    SUPERVISOR_STAGE = "supervisor_stage", "Accepted for the supervisor stage"
    FURTHER_CASE = "further_case", "Further case, for the supervisor stage"
    FURTHER_RECORDING = "further_recording", "Rated recording, for the supervisor stage"
    SUPERVISEE = "supervisee", "Supervisee, for the supervisor stage"
    SUPERVISOR = "supervisor", "Listed as an accredited supervisor"
    ENDORSEMENT = "endorsement", "Endorsement"
    EXTENSION = "extension", "Time limit extended"


CASES = (EvidenceKind.TRAINING_CASE, EvidenceKind.FURTHER_CASE)
RECORDINGS = (EvidenceKind.RECORDING, EvidenceKind.FURTHER_RECORDING)
# Kinds that are passed or not yet.
WITH_RESULT = (EvidenceKind.ROLE_PLAY, *RECORDINGS, EvidenceKind.CASE_STUDY)
# Kinds that belong to a route, in the version by which the person finishes.
WITH_ROUTE = (
    EvidenceKind.COURSE_BEGUN,
    EvidenceKind.INITIAL_TRAINING,
    EvidenceKind.SUPERVISOR_STAGE,
    EvidenceKind.ENDORSEMENT,
)
# What a supervisor sees for themselves, and may therefore confirm of their supervisee.
SEEN_BY_SUPERVISOR = (*CASES, EvidenceKind.SUPERVISION)


class Against(models.TextChoices):
    CERTIFICATE = "certificate", "certificate seen"
    PROVIDER = "provider", "provider's confirmation"
    BPC_LIST = "bpc_list", "BPC list"
    ANNA_FREUD_LIST = "anna_freud_list", "Anna Freud list"
    SUPERVISOR_WORD = "supervisor", "supervisor's word"
    COLLEAGUE = "colleague", "known to a colleague in the network"


class Result(models.TextChoices):
    PASS = "pass", "Passed"
    NOT_YET = "not_yet", "Not yet"


class Ordinal(models.TextChoices):
    """How a case is named: by a letter and nothing else, because the network holds nothing about patients."""

    A = "A", "Case A"
    B = "B", "Case B"
    C = "C", "Case C"
    D = "D", "Case D"


class CaseMode(models.TextChoices):
    IN_PERSON = "in_person", "In person"
    REMOTE = "remote", "Remote"


class CaseState(models.TextChoices):
    OPEN = "open", "Going on"
    COMPLETED = "completed", "Completed"
    ENDED_EARLY = "ended_early", "Ended early"


class Format(models.TextChoices):
    INDIVIDUAL = "individual", "Individual"
    GROUP = "group", "Small group"


class Phase(models.TextChoices):
    """Which part of the therapy a rated recording is from."""

    INITIAL = "initial", "Initial phase, with the focus (IPAF)"
    MIDDLE = "middle", "Middle phase"
    ENDING = "ending", "Ending phase"


class Writer(models.TextChoices):
    SUPERVISOR = "supervisor", "An accredited DIT supervisor"
    MANAGER = "manager", "My line manager"


class Reason(models.TextChoices):
    """Why a time limit was extended; a list, because such reasons are nobody's business in detail."""

    AWAY = "away", "Away from work"
    NO_CASE = "no_case", "No suitable case was referred"
    NO_SUPERVISOR = "no_supervisor", "No supervisor had a place"
    PROVIDER = "provider", "Agreed with the training provider"


class Precision(models.TextChoices):
    DAY = "day", "day"
    MONTH = "month", "month"
