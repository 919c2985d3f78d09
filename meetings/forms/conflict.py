"""Two coordinators at one form: what the other one saved meanwhile, beside what this one typed (con-21)."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms

from look import words

from ..models import Meeting, MeetingChange

NOT_COMPARED = {"version", "opened", "hour"}


class Row(NamedTuple):
    """One field that the other one changed: from what to what, and what stands in the form now."""

    label: str
    was: str
    now: str
    typed: str
    is_mine: bool


class Conflict(NamedTuple):
    """What was saved since the form was opened, by whom and when, and the values with which it is shown again."""

    rows: list[Row]
    changes: list[MeetingChange]
    merged: dict[str, Any]


def shown(form: forms.BaseForm) -> dict[str, str]:
    """Each field of an unbound form as its input holds it."""
    return {name: shown_in(form, name) for name in form.fields if name not in NOT_COMPARED}


def shown_in(form: forms.BaseForm, name: str) -> str:
    field = form.fields[name]
    value = field.prepare_value(form.get_initial_for_field(field, name))
    if isinstance(field, forms.BooleanField):
        return "on" if value else ""
    text = field.widget.format_value(value)
    return str((text[0] if isinstance(text, list) else text) or "") if text else ""


def opened(form: forms.BaseForm, meeting: Meeting) -> str:
    """What a form showed when it was opened, to travel with it."""
    last = meeting.changes.first()
    return json.dumps({"fields": shown(form), "last": last.pk if last else 0})


def read(text: str) -> tuple[dict[str, str], int]:
    """What a form showed when it was opened; of what no browser of ours sent, nothing."""
    try:
        found = json.loads(text)
        return {str(name): writable(value) for name, value in found["fields"].items()}, int(found["last"])
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return {}, 0


def writable(value: object) -> str:
    """JSON can spell halves of letters, which no page can show."""
    return str(value).encode("utf-8", "replace").decode()


def between(form: forms.BaseForm, theirs: forms.BaseForm, meeting: Meeting) -> Conflict:
    """Compare what was opened, what the other one saved, and what was typed here.

    What only one of the two changed keeps that change; what both changed keeps what was typed here, beside the other.
    """
    (was, last), saved = read(form.data.get("opened", "")), shown(theirs)
    merged, rows = {}, []
    for name, now in saved.items():
        typed = plain(form.data.get(name, ""))
        before = was.get(name, typed)
        merged[name] = now if plain(before) == typed and name in was else typed
        if plain(before) != plain(now):
            three = [said(theirs, name, value) for value in (was.get(name, ""), now, merged[name])]
            rows.append(Row(str(theirs[name].label), three[0], three[1], three[2], merged[name] != now))
    changes = meeting.changes.filter(pk__gt=last) if last else meeting.changes.all()[:1]
    return Conflict(rows, list(changes), merged)


def plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def said(form: forms.BaseForm, name: str, value: str) -> str:
    """A value in words."""
    field = form.fields[name]
    if isinstance(field, forms.BooleanField):
        return "yes" if value else "no"
    if isinstance(field, forms.ChoiceField):
        choices: Iterable[Any] = form[name].field.widget.choices
        return next((str(label) for key, label in choices if str(key) == value), value) if value else "–"
    if isinstance(field, forms.DateField) and value:
        day = field_value(field, value)
        return words.day(day) if day else value
    return value or "–"


def field_value(field: forms.Field, value: str) -> Any:
    try:
        return field.to_python(value)
    except forms.ValidationError:
        return None
