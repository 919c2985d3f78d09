"""One person with a word of its own in every private field, as the models have them: a new field is not forgotten."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts.models import User
from members import directory
from members.models import Area, Member, Profession
from members.stages import EvidenceKind

OURS = ("accounts", "outbox", "members", "meetings", "minutes", "dit_network")
TEXTS = (models.CharField, models.TextField, models.JSONField)
# What a row needs besides, so that its constraints hold.
NEEDED: dict[str, dict[str, Any]] = {
    "meetings.Attendance": {"minutes": 60},
    "members.Supervision": {"outside": None},
    "meetings.Need": {"kind": "other"},
    "meetings.Rsvp": {"choice": "room", "place": "room"},
    "meetings.Certificate": {"participatory_minutes": 1, "minutes": 60},
    "meetings.Feed": {"kind": "network"},
    "meetings.Guest": {"place": "room"},
    "members.Evidence": {"kind": EvidenceKind.COURSE_BEGUN},
    "members.Overlay": {"until": None},
    "members.Offer": {"in_person": True, "for_training": True, "places": 1},
    "members.PlaceRequest": {"state": "asked"},
}
# A name in these says who acted, not whom a row is about; these columns hold what no person has told.
ACTING = ("by", "history_user", "deputy")
NO_WORDS = (
    "search_text",
    "folded_name",
    "wording_version",
    "terms_version",
    "partstat",
    "topic",
    "about",
    "field",
    "uid",
    "headers",
)
words = count(1)


def next_word() -> str:
    return f"zq{next(words):03}zq"


def private_tables() -> Iterator[tuple[type[models.Model], str]]:
    """Every table of ours with rows about somebody, with the column that says whose."""
    for model in apps.get_models():
        if model._meta.app_label not in OURS or model in (Member, User):
            continue
        whose = [each.name for each in model._meta.concrete_fields if each.related_model in (Member, User)]
        about = [name for name in whose if not (name in ACTING or name.endswith("_by")) or name == "proposed_by"]
        if about:
            yield model, about[0]


def text_columns(model: type[models.Model]) -> Iterator[models.Field]:
    """The columns in which somebody's words can stand; marks that a program makes up are none."""
    for column in model._meta.concrete_fields:
        marked = column.choices or column.unique or column.generated or column.name in NO_WORDS
        if isinstance(column, TEXTS) and not marked:
            yield column


def person_with_words() -> tuple[Member, dict[str, str]]:
    """A member all of whose fields hold words found nowhere else: each word with the field that it is in."""
    found: dict[str, str] = {}
    user = User.objects.create_user(email=f"{word(found, 'members.Member.email')}@trust.example")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    member = Member(user=user, joined_on=timezone.localdate() - timedelta(days=400), area=Area.objects.first())
    for column in text_columns(Member):
        setattr(member, column.name, word(found, f"members.Member.{column.name}"))
    member.organisation, member.profession = apps.get_model("members.Organisation").objects.first(), None
    member.profession, member.organisation_other = Profession.objects.first(), ""
    member.save()
    return member, found


def word(found: dict[str, str], label: str) -> str:
    said = next_word()
    found[said] = label
    return said


def add_rows(member: Member, meeting: models.Model, found: dict[str, str]) -> list[models.Model]:
    """A row about this person in every table that has none yet, with a word in each of its columns of text."""
    rows = []
    for model, whose in private_tables():
        me = member if model._meta.get_field(whose).related_model is Member else member.user
        row = model._default_manager.filter(**{whose: me}).first() or new_row(model, whose, me, meeting)
        row.save()
        rows.append(row)
        for column in text_columns(model):
            said = next_word()
            value = [said] if isinstance(column, models.JSONField) else said[: column.max_length]
            if takes(row, column, value):
                found[said] = f"{model._meta.label}.{column.name}"
    directory.refresh(member)
    return rows


def takes(row: models.Model, column: models.Field, value: object) -> bool:
    """Put a value into one column, unless a constraint keeps it empty in a row like this."""
    try:
        with transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**{column.name: value})
    except IntegrityError:
        return False
    return True


def new_row(model: type[models.Model], whose: str, me: models.Model | None, meeting: models.Model) -> models.Model:
    """A row with what its columns ask for."""
    given: dict[str, Any] = {whose: me} if whose else {}
    for column in model._meta.concrete_fields:
        if column.name in given or column.primary_key or column.generated or column.null or column.has_default():
            continue
        given[column.name] = value_for(column, meeting)
    return model(**{**given, **NEEDED.get(model._meta.label, {})})


def made(model: type[models.Model], meeting: models.Model) -> models.Model:
    """Another row for one to hang on."""
    row = new_row(model, "", None, meeting)
    row.save()
    return row


def value_for(column: models.Field, meeting: models.Model) -> Any:
    now = timezone.now()
    if column.related_model:
        other = column.related_model
        last = meeting if isinstance(meeting, other) else other._default_manager.order_by("pk").last()
        return last if last and not column.unique else made(other, meeting)
    if column.choices:
        return next(value for value, _ in column.flatchoices if value)
    kinds: dict[type[models.Field], Any] = {
        models.DateTimeField: now,
        models.DateField: now.date(),
        models.BooleanField: False,
        models.IntegerField: 1,
        models.BinaryField: b"",
        models.UUIDField: None,
    }
    return next((value for kind, value in kinds.items() if isinstance(column, kind)), next_word())
