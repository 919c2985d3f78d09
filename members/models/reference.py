"""Lists that a network keeps: areas, professions, professional bodies, organisations."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from ..mail_patterns import are_patterns


class Area(models.Model):
    """A part of the network's region; `map_column` and `map_row` place it on the drawn map, from the top left."""

    code = models.SlugField("code", unique=True)
    name = models.CharField("name", max_length=80, unique=True)
    map_column = models.PositiveSmallIntegerField("column on the map", null=True, blank=True)
    map_row = models.PositiveSmallIntegerField("row on the map", null=True, blank=True)
    order = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name


class Profession(models.Model):
    code = models.SlugField("code", unique=True)
    name = models.CharField("name", max_length=80, unique=True)
    order = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name


def is_a_pattern(value: str) -> None:
    """Refuse what is no regular expression: applicants' numbers are held against it. Raises ValidationError."""
    try:
        re.compile(value)
    except re.error as error:
        raise ValidationError(f"This is no regular expression: {error}.") from error


class Body(models.Model):
    """A professional body; where its number has a published shape, `number_pattern` checks it (domain.md §2.2)."""

    code = models.SlugField("code", unique=True)
    name = models.CharField("name", max_length=120)
    register_url = models.URLField("public register", blank=True)
    number_pattern = models.CharField("shape of a number", max_length=80, blank=True, validators=[is_a_pattern])
    number_example = models.CharField("example of a number", max_length=20, blank=True)
    order = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ("order", "name")
        verbose_name = "professional body"
        verbose_name_plural = "professional bodies"

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """An employer, dated, with its successor: trusts merge, so a name is never the key (domain.md §2.3)."""

    name = models.CharField("name", max_length=160)
    valid_from = models.DateField("from", null=True, blank=True)
    valid_to = models.DateField("until", null=True, blank=True)
    succeeded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="succeeded by"
    )
    areas = models.ManyToManyField(Area, blank=True, related_name="organisations", verbose_name="areas")
    other_names = models.TextField(
        "other names",
        blank=True,
        help_text="One a line: initials, a service's own name. A search finds people by them too.",
    )
    ods_code = models.CharField("ODS code", max_length=10, blank=True)
    mail_domains = models.TextField(
        "mail domains",
        blank=True,
        validators=[are_patterns],
        help_text="One a line, such as trust.example. Addresses below a domain match too.",
    )

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="organisation_ends_after_it_begins",
                violation_error_message="The organisation must end after it begins.",
            ),
            models.CheckConstraint(
                condition=Q(succeeded_by=None) | ~Q(succeeded_by=F("id")),
                name="organisation_does_not_follow_itself",
                violation_error_message="An organisation cannot follow itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
