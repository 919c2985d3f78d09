"""Dates typed as day, month and year become dates, or say which part is wrong."""

from datetime import date

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from look.forms import MONTHS, DateField, MonthField, form_helper, part_in_error

DATES = st.dates(date(1900, 1, 1), date(2199, 12, 31))


class ADate(forms.Form):
    on = DateField(noun="date of completion")


class AMonth(forms.Form):
    on = MonthField(required=False)


def typed(day="", month="", year=""):
    return ADate({"on_day": day, "on_month": month, "on_year": year})


def what_is_wrong(form):
    form.is_valid()
    return form.errors["on"], [part for part in form.fields["on"].widget.parts if part_in_error(form["on"], part)]


@given(DATES)
def test_every_date_comes_back_as_it_was_typed(value):
    form = typed(value.day, f" {value.month:02} ", value.year)

    assert form.is_valid()
    assert form.cleaned_data == {"on": value}


@given(DATES, st.integers(3, 9))
def test_a_month_may_be_written_as_its_name_or_the_beginning_of_it(value, length):
    assert typed(value.day, MONTHS[value.month - 1][:length].title(), value.year).is_valid()


@given(DATES)
def test_a_date_that_is_shown_and_sent_back_unchanged_has_not_changed(value):
    field = DateField()

    shown = [str(part) for part in field.widget.decompress(value)]

    assert not field.has_changed(value, shown)
    assert field.has_changed(value, ["", "", ""])


@given(st.text(), st.text(), st.text())
def test_whatever_is_typed_gives_a_date_or_a_sentence(day, month, year):
    form = typed(day, month, year)

    assert form.is_valid() or len(form.errors["on"]) == 1


@given(st.integers(1, 12), st.integers(1900, 2200))
def test_a_month_is_kept_as_its_first_day(month, year):
    form = AMonth({"on_month": month, "on_year": year})

    assert form.is_valid()
    assert form.cleaned_data == {"on": date(year, month, 1)}


@pytest.mark.parametrize(
    ("parts", "sentence", "wrong"),
    [
        (("31", "2", "2026"), "Date of completion must be a real date", ["day", "month", "year"]),
        (("32", "1", "2026"), "Date of completion must be a real date", ["day"]),
        (("1", "13", "2026"), "Date of completion must be a real date", ["month"]),
        (("1", "ma", "2026"), "Date of completion must be a real date", ["month"]),
        (("x", "smarch", "2026"), "Date of completion must be a real date", ["day", "month"]),
        (("99999999999", "1", "2026"), "Date of completion must be a real date", ["day"]),
        (("1", "9" * 5000, "2026"), "Date of completion must be a real date", ["month"]),
        (("1", "2", "9" * 5000), "Year must be 4 numbers, such as 2026", ["year"]),
        (("1", "2", "26"), "Year must be 4 numbers, such as 2026", ["year"]),
        (("1", "2", ""), "Date of completion must include a year", ["year"]),
        (("1", "", ""), "Date of completion must include a month and year", ["month", "year"]),
        (("", "2", "2026"), "Date of completion must include a day", ["day"]),
    ],
)
def test_a_date_says_what_is_wrong_and_where(parts, sentence, wrong):
    assert what_is_wrong(typed(*parts)) == ([sentence], wrong)


def test_a_date_that_is_needed_and_missing_is_wrong_in_every_part():
    assert what_is_wrong(typed()) == (["This field is required."], ["day", "month", "year"])


@pytest.mark.parametrize("data", [{}, {"on_month": "", "on_year": " "}])
def test_an_optional_month_may_stay_empty(data):
    form = AMonth(data)

    assert form.is_valid()
    assert form.cleaned_data == {"on": None}


def test_a_date_obeys_its_validators():
    field = DateField(validators=[lambda value: (_ for _ in ()).throw(forms.ValidationError("Too late"))])

    with pytest.raises(forms.ValidationError, match="Too late"):
        field.clean(["1", "2", "2026"])


def test_a_date_that_cannot_be_changed_stays_as_it_was():
    form = type("AForm", (forms.Form,), {"on": DateField(disabled=True)})({}, initial={"on": date(2026, 5, 14)})

    assert form.is_valid()
    assert form.cleaned_data == {"on": date(2026, 5, 14)}


def test_a_form_is_dressed_with_its_words_its_second_choice_and_its_way():
    helper = form_helper("Cancel the meeting", secondary=("Keep it", "/meetings/"), warning=True)

    assert (helper.submit, helper.secondary, helper.warning) == ("Cancel the meeting", ("Keep it", "/meetings/"), True)
    assert (helper.form_method, helper.mark_optional, helper.attrs) == ("post", True, {"novalidate": True})
