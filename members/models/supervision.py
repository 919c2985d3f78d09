"""Who supervises whom: an arrangement that the trainee names, with a member or with somebody outside the network."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ..guard import refuse_patient_data
from ..public_id import random_public_id
from ..stages import Against

# The end of every address that stands where somebody was erased: nobody reads it (RFC 2606).
ERASED = "@removed.invalid"


class OutsideSupervisor(models.Model):
    """A supervisor who is no member. Their word counts once a coordinator has found name and address on a list."""

    name = models.CharField("name", max_length=120)
    email = models.EmailField("e-mail", unique=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="confirmed by"
    )
    confirmed_by_name = models.CharField("confirmed by (name)", max_length=120, blank=True)
    confirmed_on = models.DateField("confirmed on", null=True, blank=True)
    confirmed_against = models.CharField("confirmed against", max_length=20, choices=Against, blank=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_on=None, confirmed_by_name="", confirmed_against="")
                | (Q(confirmed_on__isnull=False) & ~Q(confirmed_by_name="") & ~Q(confirmed_against="")),
                name="outside_supervisor_confirmed_says_by_whom_and_against",
                violation_error_message="Say who confirmed this supervisor, when, and against which list.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_erased(self) -> bool:
        """Whether nobody is known behind it any more: it can neither be asked nor confirmed."""
        return self.email.endswith(ERASED)


def going_on(on: date, of: str = "") -> Q:
    """The one rule for supervision that runs, also for what leads to it."""
    end, begin = f"{of}ended_on", F(f"{of}began_on")
    return Q(**{end: None}) | Q(**{f"{end}__gt": on}) & Q(**{f"{end}__gt": begin})


class SupervisionQuerySet(models.QuerySet["Supervision"]):
    def running(self, on: date) -> Self:
        """Not ended on that date; what was ended before it began is over at once."""
        return self.filter(going_on(on))

    def shown_to(self, supervisor_user_pk: int, on: date) -> Self:
        """Whose next steps and time limits this person may see: their supervisees, while these allow it."""
        return self.running(on).filter(supervisor__user_id=supervisor_user_pk, shows_pathway=True)


class Supervision(models.Model):
    """One supervisee with one supervisor. `shows_pathway` is the supervisee's own switch, off until they say so."""

    public_id = models.CharField("public id", max_length=16, unique=True, default=random_public_id, editable=False)
    member = models.ForeignKey("members.Member", models.CASCADE, related_name="supervisions", verbose_name="supervisee")
    supervisor = models.ForeignKey(
        "members.Member",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="supervises",
        verbose_name="supervisor in the network",
    )
    outside = models.ForeignKey(
        OutsideSupervisor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supervises",
        verbose_name="supervisor outside the network",
    )
    outside_name = models.CharField(
        "name of the supervisor outside, as it was given", max_length=120, blank=True, validators=[refuse_patient_data]
    )
    began_on = models.DateField("since")
    ended_on = models.DateField("until", null=True, blank=True)
    shows_pathway = models.BooleanField("my supervisor sees my next steps and time limits", default=False)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        ordering = ("-began_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(supervisor__isnull=False, outside=None) | Q(supervisor=None, outside__isnull=False),
                name="supervision_has_one_supervisor",
                violation_error_message="Name one supervisor: a member, or somebody outside the network.",
            ),
            models.CheckConstraint(
                condition=Q(supervisor=None) | ~Q(supervisor=F("member")),
                name="supervision_not_of_oneself",
                violation_error_message="You cannot be your own supervisor.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
                name="supervision_ends_after_it_begins",
                violation_error_message="Supervision cannot end before it begins.",
            ),
            models.UniqueConstraint(
                fields=["member", "supervisor"],
                condition=Q(ended_on=None, supervisor__isnull=False),
                name="supervision_once_at_a_time",
                violation_error_message="You have named this supervisor already.",
            ),
            models.UniqueConstraint(
                fields=["member", "outside"],
                condition=Q(ended_on=None, outside__isnull=False),
                name="supervision_outside_once_at_a_time",
                violation_error_message="You have named this supervisor already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} with {self.name}"

    @property
    def name(self) -> str:
        """The name of the supervisor; of one from outside as the supervisee gave it, whoever else named them before."""
        return str(self.supervisor or self.outside_name or self.outside)
