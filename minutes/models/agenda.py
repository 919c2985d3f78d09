"""What a meeting is to talk about: proposed by a member, put in order by a coordinator."""

from typing import Self

from django.db import models
from django.db.models import Q

from members.guard import refuse_patient_data
from members.public_id import random_public_id

from ..words import ItemState

ON_IT = (ItemState.ACCEPTED, ItemState.REACHED, ItemState.CARRIED)


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def on_the_agenda(self) -> Self:
        """What was accepted, in its order, whatever became of it at the meeting."""
        return self.filter(state__in=ON_IT).order_by("position", "pk")

    def proposed(self) -> Self:
        return self.filter(state=ItemState.PROPOSED).order_by("proposed_at", "pk")


class AgendaItem(models.Model):
    """Without a meeting it waits for the next one to be announced."""

    public_id = models.CharField("public id", max_length=16, unique=True, default=random_public_id, editable=False)
    meeting = models.ForeignKey(
        "meetings.Meeting", models.CASCADE, null=True, blank=True, related_name="agenda", verbose_name="meeting"
    )
    title = models.CharField("what to talk about", max_length=200, validators=[refuse_patient_data])
    proposed_by = models.ForeignKey(
        "members.Member",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name="proposed by",
    )
    proposed_at = models.DateTimeField("proposed")
    state = models.CharField("state", max_length=9, choices=ItemState, default=ItemState.PROPOSED)
    position = models.PositiveSmallIntegerField("place on the agenda", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("minutes planned", null=True, blank=True)
    carried_from = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to", verbose_name="carried over from"
    )
    search_text = models.TextField("what a search may find", blank=True, editable=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ("meeting", "position", "pk")
        verbose_name = "item of an agenda"
        verbose_name_plural = "items of agendas"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=ON_IT) | Q(position__isnull=False),
                name="agendaitem_accepted_has_a_place",
                violation_error_message="What is on the agenda has a place on it.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
