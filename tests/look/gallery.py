"""A page with every component and every kind of field, for the eye, for axe, and for paper; only tests serve it."""

from datetime import date
from pathlib import Path

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from dit_network import navigation
from look.forms import DateField, MonthField, form_helper

TEMPLATE = Path(__file__).with_name("gallery.html")
COLOURS = ("white", "grey", "green", "aqua-green", "blue", "purple", "pink", "red", "orange", "yellow")
AREAS = [("gm", "Greater Manchester"), ("me", "Merseyside"), ("la", "Lancashire")]
MODES = [("room", "In the room"), ("online", "Online")]


class EveryField(forms.Form):
    """One field of every kind that the site asks."""

    name = forms.CharField(label="Your name", max_length=100, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(label="Work e-mail", help_text="The address that your employer gave you.")
    phone = forms.CharField(label="Telephone", required=False, widget=forms.TextInput({"type": "tel"}))
    places = forms.IntegerField(
        label="Places", widget=forms.TextInput({"inputmode": "numeric", "class": "nhsuk-input--width-3"})
    )
    password = forms.CharField(widget=forms.PasswordInput({"autocomplete": "new-password"}))
    reason = forms.CharField(label="Why", max_length=200, widget=forms.Textarea)
    note = forms.CharField(required=False, widget=forms.Textarea({"rows": 3}), help_text="No patient data of any kind.")
    area = forms.ChoiceField(choices=[("", "Choose an area"), *AREAS])
    mode = forms.ChoiceField(label="How will you take part?", choices=MODES, widget=forms.RadioSelect)
    areas = forms.MultipleChoiceField(label="Where do you work?", choices=AREAS, widget=forms.CheckboxSelectMultiple)
    completed = DateField(
        label="When did you complete the course?", help_text="For example, 27 3 2024", noun="completion"
    )
    booked = MonthField(label="Booked for", required=False, help_text="For example, 3 2027")
    agree = forms.BooleanField(label="I agree to the terms of the network")

    helper = form_helper(
        "Save and continue",
        secondary=("Cancel", "/"),
        layout=Layout(
            Fieldset("About you", "name", "email", "phone", "password"),
            Fieldset("Your work", "reason", "note", "area", "areas", "places"),
            Fieldset("Training", "mode", "completed", "booked", "agree"),
        ),
    )

    def clean(self) -> None:
        if self.cleaned_data.get("name"):
            raise forms.ValidationError("This name is here already")


FILLED = {
    "name": "Ada Example", "email": "ada@trust.example", "phone": "0161 496 0000", "places": "12", "password": "x",
    "reason": "To meet colleagues", "area": "gm", "mode": "room", "areas": ["gm", "la"],
    "completed": date(2024, 3, 27), "booked": date(2027, 3, 1), "agree": True,
}  # fmt: skip
WRONG = {"email": "ada", "completed_day": "31", "completed_month": "2", "completed_year": "2024", "booked_month": "3"}


@login_not_required
def gallery(request: HttpRequest, state: str = "empty") -> HttpResponse:
    """Show the gallery with an empty, a filled or a wrong form."""
    form = {"empty": EveryField(), "filled": EveryField(initial=FILLED), "wrong": EveryField(WRONG)}[state]
    for level in ("success", "info", "warning", "error"):
        getattr(messages, level)(request, f"A message of level {level}.")
    page = Paginator(range(200), 10).get_page(request.GET.get("page", 5))
    template = engines["django"].from_string(TEMPLATE.read_text(encoding="utf-8"))
    context = {"form": form, "page": page, "colours": COLOURS, **TEXTS}
    return HttpResponse(template.render(context, request))


NAVIGATION = [
    {"label": link.label, "address": f"#{link.name}", "here": link.name == "network"} for link in navigation.VISITOR
]
TEXTS = {
    "columns": ["Route", "Length", "Fee"],
    "rows": [["Five days", "5 days", "£4,650"], ["Twenty days", "20 days on Zoom", "£9,000"]],
    "dos": ["answer by the date in the invitation", "write to a coordinator if you cannot come"],
    "steps": [
        {"title": "Apply", "text": "It takes about three minutes."},
        {"title": "A coordinator checks", "text": "Within a day."},
        {"title": "Come to a meeting"},
    ],
    "tasks": [
        {"title": "Role-play", "href": "#a", "status": "Completed", "done": True},
        {"title": "Cases", "href": "#b", "status": "In progress", "colour": "blue", "hint": "1 of 2 completed"},
        {"title": "Case study", "status": "Not started", "colour": "grey"},
    ],
    "cards": [
        {"heading": "About DIT", "text": "What it is, where it comes from, and what the evidence says.", "href": "#1"},
        {"heading": "The network", "text": "Who we are and what we do for one another.", "href": "#2"},
        {"heading": "How to join", "text": "Three minutes to apply, a day to hear.", "href": "#3"},
    ],
}

urlpatterns = [
    path("gallery/", gallery),
    path("gallery/<str:state>/", gallery),
    path("", include("dit_network.urls")),
]
