"""A person keeps their own entry: their details, and which of them members see."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.urls import reverse

from . import directory
from .chains import Chains
from .models import Consent, Member
from .places import requests
from .standing import lock
from .switches import SWITCHES, WORDING_VERSION, Audience, Switch

# Name, profession and registration were checked by a coordinator: they are changed by asking one.
DETAILS = (
    "job_title",
    "organisation",
    "organisation_other",
    "service",
    "area",
    "phone",
    "interests",
    "languages",
)


@transaction.atomic
def edit(member: Member, details: Mapping[str, Any]) -> Member:
    """Keep what a person says of their work and themselves; a search finds the new words at once."""
    member = lock(member)
    changed = [field for field in DETAILS if field in details]
    for field in changed:
        setattr(member, field, details[field])
    member.save(update_fields=changed)
    directory.refresh(member)
    return member


@transaction.atomic
def share(member: Member, choices: Mapping[str, bool], now: datetime) -> list[Consent]:
    """Show or hide fields from this moment on, and keep a record of each change with the wording that was read.

    Who hides their entry answers no requests for a place any more: whoever asked is told at once.
    """
    member = lock(member)
    changed = [one for one in SWITCHES if getattr(member, one.flag) != choices.get(one.name, getattr(member, one.flag))]
    for switch in changed:
        setattr(member, switch.flag, choices[switch.name])
    member.save(update_fields=[switch.flag for switch in changed])
    directory.refresh(member)
    if changed and not member.listed:
        requests.hide(member, now)
    return Consent.objects.bulk_create(consent(member, switch, now, shown=choices[switch.name]) for switch in changed)


def consent(member: Member, switch: Switch, at: datetime, *, shown: bool) -> Consent:
    """The record of one choice, not stored yet, with the wording that is read today."""
    audience = Audience.MEMBERS if shown else Audience.COORDINATORS
    return Consent(member=member, field=switch.name, audience=audience, wording_version=WORDING_VERSION, at=at)


class Row(NamedTuple):
    """One line of a person's own page: what they gave, and whether members see it."""

    label: str
    value: str
    shown: bool
    change: str
    """Where its owner changes it; empty for what a coordinator has checked."""


def rows_of(member: Member, on: date) -> list[Row]:
    """All that a person has told, with who sees it, for their own eyes."""
    given, edit_page = directory.given(member, on, Chains()), reverse("members:profile_edit")

    def row(label: str, field: str, change: str = edit_page) -> Row:
        value = {**given, "email": directory.work_email(member)}.get(field)
        return Row(label, str(value or ""), directory.shows(member, field), change)

    return [
        row("Name", "name", ""),
        row("Area", "area"),
        row("Profession", "profession", ""),
        row("Job title", "job_title"),
        row("Organisation", "organisation"),
        row("Service or team", "service"),
        row("Work e-mail", "email", reverse("account_email")),
        row("Telephone", "phone"),
        row("Interests", "interests"),
        row("Languages", "languages"),
    ]
