"""What forms share: the helper that gives them our look, and dates asked as day, month and year."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

LONGEST_NUMBER = 18

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


def form_helper(
    submit: str = "Continue",
    *,
    secondary: tuple[str, str] | None = None,
    method: str = "post",
    action: str = "",
    layout: Layout | None = None,
    warning: bool = False,
) -> FormHelper:
    """Dress a form: the words on its button, a second choice as (words, address), where it goes.

    `warning` makes the button red, for what cannot be undone. A GET form holds filters: none is marked "(optional)".
    """
    helper = FormHelper()
    helper.form_method, helper.form_action, helper.layout = method, action, layout
    helper.attrs = {"novalidate": True}
    helper.submit, helper.secondary, helper.warning = submit, secondary, warning
    helper.mark_optional = method.lower() == "post"
    return helper


class Hinted(forms.RadioSelect):
    """Choices of which some say below their label what they mean."""

    def __init__(self, hints: Mapping[str, str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.hints = hints


class HintedRadios(Hinted):
    """One of them."""


class HintedCheckboxes(Hinted, forms.CheckboxSelectMultiple):
    """Any of them."""


class DateInput(forms.MultiWidget):
    """A date typed as day, month and year."""

    parts: tuple[str, ...] = ("day", "month", "year")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(dict.fromkeys(self.parts, forms.TextInput), attrs)

    def decompress(self, value: date | str | None) -> list[Any]:
        if isinstance(value, str):
            value = date.fromisoformat(value)
        return [getattr(value, part) if value else None for part in self.parts]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_{self.parts[0]}" if id_ else id_


class MonthInput(DateInput):
    """A month typed as month and year."""

    parts = ("month", "year")


class DateField(forms.Field):
    """Take day, month and year; give a date. What is missing or impossible is said part by part."""

    widget = DateInput

    def __init__(self, *, noun: str = "date", **kwargs: Any) -> None:
        """`noun` names the date in its errors: "Date of completion must include a year"."""
        super().__init__(**kwargs)
        self.noun = noun

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = self._widget.decompress(initial)
        return [str(part or "") for part in before] != [str(part or "") for part in data or before]

    def clean(self, value: list[Any] | date | None) -> date | None:
        """Turn the typed parts into a date. Raises ValidationError whose code names the parts that are wrong."""
        parts = self._widget.parts
        given = value if isinstance(value, list) else self._widget.decompress(value)
        typed = dict(zip(parts, ("" if part is None else str(part).strip() for part in given), strict=True))
        if not any(typed.values()):
            return super().clean(None)
        if missing := [part for part in parts if not typed[part]]:
            raise ValidationError(f"{self._noun} must include a {' and '.join(missing)}", code="-".join(missing))
        found = self._real_date(typed)
        self.run_validators(found)
        return found

    @property
    def _widget(self) -> DateInput:
        return cast(DateInput, self.widget)

    @property
    def _noun(self) -> str:
        return self.noun[:1].upper() + self.noun[1:]

    def _real_date(self, typed: dict[str, str]) -> date:
        wrong = []
        numbers = {"day": 1}
        for part, text in typed.items():
            number = _month_number(text) if part == "month" else _number(text)
            low, high = {"day": (1, 31), "month": (1, 12), "year": (1900, 2200)}[part]
            if not low <= number <= high:
                wrong.append(part)
            numbers[part] = number
        if wrong == ["year"]:
            raise ValidationError("Year must be 4 numbers, such as 2026", code="year")
        try:
            return date(numbers["year"], numbers["month"], numbers["day"])
        except ValueError:
            raise ValidationError(
                f"{self._noun} must be a real date", code="-".join(wrong or self.widget.parts)
            ) from None


class MonthField(DateField):
    """Take month and year; give the first day of that month."""

    widget = MonthInput


def part_in_error(field: BoundField, part: str) -> bool:
    """Say whether this part of a date is wrong; an error that names no part concerns them all."""
    found = field.form.errors.as_data().get(field.name, [])
    named = {piece for error in found for piece in (error.code or "").split("-")} & set(field.field.widget.parts)
    return bool(found) and (not named or part in named)


def _number(text: str) -> int:
    """Read a number of at most four figures; 0, which no part of a date is, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0


def _month_number(text: str) -> int:
    """Read 5, 05, May or september."""
    if text.isascii() and text.isdigit():
        return _number(text)
    word = text.lower()
    return next((n for n, name in enumerate(MONTHS, 1) if len(word) >= 3 and name.startswith(word)), 0)


class Several(forms.ModelMultipleChoiceField):
    """Rows chosen by their numbers; a number larger than a database holds is a choice that there is not."""

    def clean(self, value: Any) -> Any:
        for each in value or ():
            if not str(each).isascii() or len(str(each)) > LONGEST_NUMBER:
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": each})
        return super().clean(value)
