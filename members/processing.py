"""Records of processing (UK GDPR Article 30), made from what the models hold, the retention rules and the settings."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.http import HttpResponse

from look import spreadsheet, words

from . import coordinators
from .models import RetentionRule
from .rights import Holding, holdings
from .rights.showing import PEOPLE, label

OFFICES = {
    coordinators.GROUP: "coordinators",
    coordinators.AREA_GROUP: "an area’s coordinators, of its people",
    coordinators.AUDITORS: "auditors",
}
HEADER = ("What", "Why", "Lawful basis", "Data", "About whom", "Who sees it", "Kept for", "Table")
MEASURES = (
    "Every page needs a login unless it is public; coordinators use a second factor.",
    "Each field has an audience that its owner chooses, and nothing is shown before.",
    "Connections are encrypted; the strictest content policy runs no foreign script.",
    "Coordinators’ looks at a record, their changes and their downloads are logged.",
    "Messages go to one person each; their words are erased after a while.",
    "Free text refuses NHS numbers and dates of birth.",
)


class Record(NamedTuple):
    """One line of the records."""

    what: str
    why: str
    basis: str
    data: str
    about: str
    seen_by: str
    kept: str
    table: str


def facts() -> list[tuple[str, str]]:
    """Of the controller and of all that is held."""
    return [
        ("Controller", settings.CONTROLLER_NAME),
        ("Contact", settings.CONTROLLER_CONTACT),
        ("Recipients outside", "The companies that run the server and carry the mail, on our instructions only"),
        ("Transfers abroad", "None by this software"),
        ("Security", " ".join(MEASURES)),
    ]


def records(on: date) -> list[Record]:
    """One line for each table about people, in the order of their names."""
    rules = {rule.code: rule for rule in RetentionRule.objects.in_force(on)}
    return sorted(record(each, rules.get(each.kept)) for each in holdings)


def record(holding: Holding, rule: RetentionRule | None) -> Record:
    kept = f"{words.days(rule.keep_days)} after {rule.counted_from}" if rule else "no rule"
    return Record(
        what=holding.title,
        why=holding.purpose,
        basis=str(holding.basis.label),
        data=", ".join(columns(holding)),
        about="Members, applicants, and people they or we wrote to",
        seen_by=seen_by(holding),
        kept=kept,
        table=holding.table._meta.label_lower,
    )


def columns(holding: Holding) -> list[str]:
    """The columns that say something of a person, in words; a link to a person says only whose row it is."""
    fields = holding.table._meta.concrete_fields
    told = [each for each in fields if not isinstance(each, models.AutoField) and label(each) not in PEOPLE]
    return [str(each.verbose_name) for each in told]


def seen_by(holding: Holding) -> str:
    """Who has it in a list of the desk, from what the offices may do; and what its owner is told of all who read it."""
    lists = f"In lists of the desk: {', '.join(at_the_desk(holding))}. " if at_the_desk(holding) else ""
    return f"{lists}Told to the person: {holding.seen_by}"


def at_the_desk(holding: Holding) -> list[str]:
    meta = holding.table._meta
    offices = coordinators.of_groups()
    return [
        said for group, said in OFFICES.items() if f"view_{meta.model_name}" in offices[group].get(meta.app_label, [])
    ]


def download(on: date) -> HttpResponse:
    """The same as a CSV; it holds no row about anybody."""
    text = spreadsheet.text([HEADER, *records(on)])
    name = f'attachment; filename="records-of-processing-{on}.csv"'
    return HttpResponse(text, content_type=spreadsheet.CONTENT_TYPE, headers={"Content-Disposition": name})
