"""The pack makes nhsuk-frontend's own HTML, and builds the right options from a bound field."""

import json
from pathlib import Path

import pytest
from crispy_forms.layout import Fieldset, Layout
from crispy_forms.utils import render_crispy_form
from django import forms

from look import pack
from look.forms import DateField, MonthField, form_helper
from tests.look.html import tags_and_words

# A call block puts HTML between the opening and the closing of a macro. We call macros from Python, which has no such
# place, and pass what they show as an option instead.
CALL_BLOCKS = {
    ("error-message", "with HTML via call block"),
    ("error-summary", "with description via call block"),
    ("fieldset", "with HTML via call block"),
    ("hint", "with HTML via call block"),
    ("label", "with HTML via call block"),
    ("label", "with HTML via call block, without heading"),
    ("legend", "with HTML via call block"),
    ("legend", "with HTML via call block, without heading"),
}
# Components that are not vendored at all, with the reason.
LEFT_OUT = {
    "header": "the network has its own: nhsuk-frontend's carries the NHS logo",
    "footer": "the network has its own: what it is not, and where to turn in a crisis",
    "file-upload": "nobody sends a file",
    "search-input": "a search is a form like any other, with a button that says so",
}
FIXTURES = {path.stem: json.loads(path.read_text()) for path in Path(__file__).with_name("fixtures").glob("*.json")}
EXAMPLES = [(component, name) for component, found in FIXTURES.items() for name in found]
AREAS = [("gm", "Greater Manchester"), ("la", "Lancashire")]


@pytest.mark.parametrize(("component", "name"), [each for each in EXAMPLES if each not in CALL_BLOCKS])
def test_each_example_of_a_component_comes_out_as_nhsuk_frontend_made_it(component, name):
    example = FIXTURES[component][name]

    html = pack.render(component, example["context"])

    assert tags_and_words(html) == tags_and_words(example["html"])


def test_no_example_is_left_out_without_its_reason():
    assert set(EXAMPLES) >= CALL_BLOCKS
    assert all("call block" in name for _, name in CALL_BLOCKS)
    assert not LEFT_OUT.keys() & FIXTURES.keys()


def options_of(field, data=None, initial=None, **kwargs):
    """The options of a form's only field, `area`."""
    form = type("AForm", (forms.Form,), {"area": field})(data, initial={"area": initial})
    return pack.options(form["area"], **kwargs)


def test_a_text_field_is_an_input_with_its_label_hint_and_value():
    field = forms.CharField(help_text="As on your badge", widget=forms.TextInput({"autocomplete": "name"}))

    assert options_of(field, initial="Ada") == (
        "input",
        {
            "id": "id_area",
            "idPrefix": "id_area",
            "name": "area",
            "type": "text",
            "label": {"text": "Area", "size": "s"},
            "hint": {"text": "As on your badge"},
            "value": "Ada",
            "autocomplete": "name",
            "attributes": {},
        },
    )


@pytest.mark.parametrize(("field", "kind"), [(forms.EmailField(), "email"), (forms.IntegerField(), "number")])
def test_an_input_has_the_type_of_its_widget(field, kind):
    assert options_of(field)[1]["type"] == kind


def test_a_telephone_keeps_its_type_and_is_marked_optional():
    field = forms.CharField(required=False, widget=forms.TextInput({"type": "tel"}))

    component, options = options_of(field)

    assert (component, options["type"], options["label"]["text"]) == ("input", "tel", "Area (optional)")


def test_a_filter_is_not_marked_optional():
    assert options_of(forms.CharField(required=False), mark_optional=False)[1]["label"]["text"] == "Area"


def test_a_field_passes_on_what_htmx_and_the_keyboard_need_but_no_length_that_cuts_what_is_typed():
    attributes = {
        "hx-get": "/directory/",
        "inputmode": "numeric",
        "spellcheck": "false",
        "class": "nhsuk-input--width-4",
    }
    options = options_of(forms.CharField(max_length=9, widget=forms.TextInput(attributes)))[1]

    assert options["attributes"] == {"hx-get": "/directory/"}
    assert (options["inputmode"], options["spellcheck"]) == ("numeric", "false")
    assert options["classes"] == "nhsuk-input--width-4"


def test_a_password_can_be_shown_and_is_never_sent_back():
    component, options = options_of(forms.CharField(widget=forms.PasswordInput), {"area": "secret"})

    assert component == "password-input"
    assert "value" not in options


def test_a_long_text_with_a_limit_counts_its_characters():
    component, options = options_of(forms.CharField(max_length=200, widget=forms.Textarea))

    assert (component, options["maxlength"], options["rows"]) == ("character-count", 200, 5)


def test_a_long_text_without_a_limit_is_a_textarea_of_the_height_asked_for():
    component, options = options_of(forms.CharField(widget=forms.Textarea({"rows": 3})))

    assert (component, options["rows"], "maxlength" in options) == ("textarea", 3, False)


def test_a_choice_is_a_select():
    component, options = options_of(forms.ChoiceField(choices=AREAS), initial="la")

    assert component == "select"
    assert options["items"] == [
        {"value": "gm", "selected": False, "text": "Greater Manchester"},
        {"value": "la", "selected": True, "text": "Lancashire"},
    ]


def test_radios_stand_in_a_fieldset_and_the_first_has_the_id_of_the_field():
    field = forms.ChoiceField(choices=AREAS, widget=forms.RadioSelect, help_text="Where you work")

    component, options = options_of(field, initial="gm")

    assert component == "radios"
    assert options == {
        "idPrefix": "id_area",
        "name": "area",
        "attributes": {},
        "hint": {"text": "Where you work"},
        "fieldset": {"legend": {"text": "Area", "size": "s"}},
        "items": [
            {"value": "gm", "checked": True, "text": "Greater Manchester"},
            {"value": "la", "checked": False, "text": "Lancashire"},
        ],
    }
    assert 'id="id_area" name="area" type="radio" value="gm"' in pack.render(component, options)


@pytest.mark.parametrize("widget", [forms.RadioSelect, forms.TextInput])
def test_the_only_question_of_a_page_is_its_heading(widget):
    field = forms.ChoiceField(choices=AREAS, widget=widget({"heading": True}))

    html = pack.render(*options_of(field))

    assert (html.count("<h1"), "heading=" in html) == (1, False)


def test_several_choices_are_checkboxes_although_their_widget_is_a_kind_of_radio():
    field = forms.MultipleChoiceField(choices=AREAS, widget=forms.CheckboxSelectMultiple)

    component, options = options_of(field, initial=["gm", "la"])

    assert component == "checkboxes"
    assert [item["checked"] for item in options["items"]] == [True, True]


def test_a_yes_or_no_is_one_checkbox_with_its_hint_and_no_fieldset():
    field = forms.BooleanField(required=False, label="Show that I am coming", help_text="Off unless you tick it")

    component, options = options_of(field, initial=True)

    assert component == "checkboxes"
    assert options["items"] == [{"value": "on", "checked": True, "text": "Show that I am coming"}]
    assert (options["hint"], "fieldset" in options) == ({"text": "Off unless you tick it"}, False)


def test_a_date_is_three_inputs_that_keep_what_was_typed_and_mark_what_is_wrong():
    form = type("AForm", (forms.Form,), {"on": DateField(label="When")})(
        {"on_day": "3", "on_month": "May", "on_year": ""}
    )

    component, options = pack.options(form["on"])

    assert component == "date-input"
    assert (options["id"], options["errorMessage"]["html"]) == ("id_on", "Date must include a year")
    assert options["items"] == [
        {"id": "id_on_day", "name": "on_day", "label": "Day", "value": "3", "width": 2, "error": False},
        {"id": "id_on_month", "name": "on_month", "label": "Month", "value": "May", "width": 2, "error": False},
        {"id": "id_on_year", "name": "on_year", "label": "Year", "value": "", "width": 4, "error": True},
    ]


def test_a_month_is_two_inputs():
    assert [item["label"] for item in options_of(MonthField())[1]["items"]] == ["Month", "Year"]


def test_what_people_typed_is_escaped_and_what_we_wrote_as_html_is_not():
    form = type("AForm", (forms.Form,), {"area": forms.CharField(label="<b>", help_text="<i>")})({"area": "<script>"})

    html = pack.render(*pack.options(form["area"]))

    assert "&lt;b&gt;" in html
    assert "&lt;i&gt;" in html
    assert "&lt;script&gt;" in html
    assert "<script>" not in html


def test_what_an_error_repeats_of_what_was_typed_is_escaped_beside_the_field_and_in_the_summary():
    field = forms.MultipleChoiceField(choices=AREAS, widget=forms.CheckboxSelectMultiple)
    form = type("AForm", (forms.Form,), {"area": field})({"area": ["<script>"]})

    html = pack.render(*pack.options(form["area"])) + pack.render("error-summary", {"errorList": pack.errors(form)})

    assert html.count("&lt;script&gt;") == 2
    assert "<script>" not in html


class Everything(forms.Form):
    name = forms.CharField(label="Your name")
    area = forms.ChoiceField(choices=AREAS, widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(label="Which days?", choices=AREAS, widget=forms.CheckboxSelectMultiple)
    on = DateField()
    agree = forms.BooleanField(label="I agree")
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    helper = form_helper(layout=Layout("token", "area", Fieldset("The rest", "name", "days", "on", "agree")))

    def clean(self):
        raise forms.ValidationError("You have applied already")


def test_the_summary_says_what_to_do_in_the_order_of_the_page_and_links_to_the_first_input_of_each():
    form = Everything({"on_day": "31", "on_month": "2", "on_year": "2026"})

    assert pack.errors(form) == [
        {"text": "You have applied already"},
        {"text": "Choose area", "href": "#id_area"},
        {"text": "Enter your name", "href": "#id_name"},
        {"text": "Answer the question “Which days?”", "href": "#id_days"},
        {"text": "Date must be a real date", "href": "#id_on_day"},
        {"text": "Tick “I agree”", "href": "#id_agree"},
    ]


def test_every_link_of_the_summary_leads_to_an_input_of_the_form():
    html = render_crispy_form(Everything({}), context={"csrf_token": "abc"})
    found = [dict(each[1]) for each in tags_and_words(html) if isinstance(each, tuple)]
    ids = [attributes["id"] for attributes in found if "id" in attributes]

    links = [attributes["href"][1:] for attributes in found if attributes.get("href", "").startswith("#")]

    assert len(links) == 5
    assert set(links) <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_form_that_is_sent_has_its_token_and_leaves_the_checking_to_us():
    html = render_crispy_form(Everything(), context={"csrf_token": "abc"})

    assert tags_and_words(html)[:2] == [
        ("form", [("method", "post"), ("novalidate", "")]),
        ("input", [("type", "hidden"), ("name", "csrfmiddlewaretoken"), ("value", "abc")]),
    ]
    assert "There is a problem" not in html


def test_a_form_that_asks_has_no_token():
    class Search(forms.Form):
        q = forms.CharField(required=False)
        helper = form_helper("Search", method="get", secondary=("Clear", "/directory/"))

    html = render_crispy_form(Search(), context={"csrf_token": "abc"})

    assert "csrfmiddlewaretoken" not in html
    assert "(optional)" not in html
    assert tags_and_words(html)[-6:-2] == [
        "/button",
        ("a", [("class", "nhsuk-link"), ("href", "/directory/")]),
        "Clear",
        "/a",
    ]


def test_a_field_that_cannot_be_changed_is_disabled():
    assert options_of(forms.CharField(disabled=True))[1]["disabled"] is True
