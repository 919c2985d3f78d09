"""The words for how far someone has come: standings, kinds of evidence, what evidence is verified against."""

from django.db import models


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
    INITIAL_TRAINING = "initial_training", "Initial training completed"
    TRAINING_CASE = "training_case", "First training case begun"
    ACCREDITED = "accredited", "Listed as an accredited practitioner"
    SUPERVISOR = "supervisor", "Listed as an accredited supervisor"


class Against(models.TextChoices):
    CERTIFICATE = "certificate", "certificate seen"
    PROVIDER = "provider", "provider's confirmation"
    BPC_LIST = "bpc_list", "BPC list"
    ANNA_FREUD_LIST = "anna_freud_list", "Anna Freud list"
    SUPERVISOR_WORD = "supervisor", "supervisor's word"
    COLLEAGUE = "colleague", "known to a colleague in the network"


class Precision(models.TextChoices):
    DAY = "day", "day"
    MONTH = "month", "month"
