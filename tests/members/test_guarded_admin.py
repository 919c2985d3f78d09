"""Whatever words a coordinator types into a form of the admin pass the patient-data guard."""

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import RequestFactory

from accounts.forms import AddWebAuthnForm, EditWebAuthnForm
from meetings.forms.guarded import GuardedForm
from members.guard import refuse_patient_data
from members.guarded_admin import SHAPED
from minutes.forms.documents import RENAME, DocumentForm
from tests.factories import make_coordinator, make_user

# What these say is typed on pages of their own, whose forms have their own guard, or is not typed at all.
PAGES_OF_THEIR_OWN = {"meetings.meeting", "meetings.series", "meetings.poll", "minutes.action", "members.application"}
pytestmark = pytest.mark.django_db


def test_every_text_of_a_form_of_the_admin_is_guarded():
    open_ended = [
        f"{form._meta.model._meta.label}.{name}"
        for form in forms_of_the_admin()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, SHAPED)
        and refuse_patient_data not in field.validators
    ]

    assert open_ended == []


def forms_of_the_admin() -> Iterator[type[forms.ModelForm]]:
    request = RequestFactory().get("/")
    request.user = make_coordinator()
    for model, desk in admin.site._registry.items():
        if model._meta.label_lower in PAGES_OF_THEIR_OWN or not desk.has_change_permission(request):
            continue
        yield desk.get_form(request, change=True)
        inlines = [inline for inline in desk.get_inline_instances(request) if inline.has_change_permission(request)]
        yield from (inline.get_formset(request).form for inline in inlines)


# Why a text of a form needs no guard.
NEEDS_NONE = {
    "accounts": "Passwords and codes; the name of a passkey is guarded as the form is made.",
    "meetings.forms.checking.SerialForm.serial": "Letters and digits of a certificate.",
    "members.forms.contacts.NoteForm.website": "It has to stay empty.",
    "members.forms.directory.DirectoryForm": "What is searched for is not kept.",
    "members.forms.joining.person.RegistrationForm.registration_number": "The number of a register, shaped as it is.",
    "members.forms.lists.StandingOnForm.name": "What is searched for is not kept.",
    "members.forms.organisations.OrganisationForm": "Used through the admin, which guards it.",
    "members.forms.profile.DetailsForm.phone": "Guarded as it is made, with the shape of a telephone number.",
    "members.forms.registers.NewVersionForm": "Guarded as it is made.",
    "members.forms.supervision.OutsideSupervisorForm.name": "Letters only.",
    "minutes.admin.actions.OwnerForm.who": "What is searched for is not kept.",
    "minutes.forms.finding.FindForm.words": "What is searched for is not kept.",
}
OURS = ("accounts", "outbox", "members", "meetings", "minutes", "dit_network")


def forms_of_ours() -> list[type[forms.BaseForm]]:
    for app in OURS:
        for module in pkgutil.walk_packages(import_module(app).__path__, f"{app}."):
            if "forms" in module.name.split("."):
                import_module(module.name)
    waiting, found = [forms.BaseForm], set()
    while waiting:
        known = waiting.pop().__subclasses__()
        waiting += known
        found |= {each for each in known if each.__module__.split(".")[0] in OURS}
    return sorted(found, key=lambda each: f"{each.__module__}.{each.__name__}")


def is_guarded(form: type[forms.BaseForm], name: str, field: forms.Field) -> bool:
    """By the field itself, by the column behind it, or by a form that looks at all its texts."""
    columns = {each.name: each for each in form._meta.model._meta.fields} if hasattr(form, "_meta") else {}
    in_column = name in columns and refuse_patient_data in columns[name].validators
    return refuse_patient_data in field.validators or in_column or issubclass(form, GuardedForm)


def test_every_text_of_a_form_is_guarded_or_says_why_not():
    open_ended = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in forms_of_ours()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, SHAPED)
        and not isinstance(field.widget, forms.HiddenInput)
        and not is_guarded(form, name, field)
    ]

    assert [each for each in open_ended if not each.startswith(tuple(NEEDS_NONE))] == []
    assert [name for name in NEEDS_NONE if not any(each.startswith(name) for each in open_ended)] == []


# Why a column of text that has no guard of its own, and that no form of its table is for, holds nothing about patients.
OTHER_DOORS = {
    r".*\.(public_id|serial|token|reference|uid|key|digest|sha256|message_id|password)": "Made by a program.",
    r".*\.(\w+_)?by_name": "The name of whoever did it, guarded where they gave it.",
    r".*\.(search_text|wording_version|terms_version|topic|words)": "Made from other columns, or a word of the code.",
    r"dit_network\.HistoricalPage\..*": "A copy of a page, whose form is guarded.",
    r"minutes\.MinutesVersion\..*": "A copy of minutes as they were published.",
    r"meetings\.AttendanceChange\.name": "A copy of the name on the list, which is guarded.",
    r"meetings\.DoorPage\.page": "A mark that a door page makes of itself; letters and digits.",
    r"meetings\.Certificate\..*": "A copy of a meeting and of its owner's name; why it was revoked is guarded.",
    r"meetings\.Feed\.read_by": "The program that read it, in words of the code.",
    r"meetings\.CalendarReply\..*": "Parts of a calendar's answer with a shape, and what we say of them.",
    r"meetings\.(MeetingChange\.detail|Reversal\..*)": "What was changed, from columns that are guarded.",
    r"meetings\.(Meeting|Guest)\.cancelled_why": "Typed into the guarded form of a deed, or in words of the code.",
    r"meetings\.Series\.title": "Typed into the form of a series, which is guarded.",
    r"(meetings\.RsvpChange|members\.StandingChange|members\.PlaceRequest|outbox\.\w+)\.why": "In words of the code.",
    r"members\.Evidence\.provider": "Typed into the form of an application or of evidence, which are guarded.",
    r"members\.CountsEdition\..*": "Numbers.",
    r"members\.(Appointment\.(name|areas)|Consent\.field|Leaving\.removed|Export\.what|RecordView\.page)": (
        "What was done, from columns that are guarded, or in words of the code."
    ),
    r"members\.Body\.number_pattern": "Loaded with the list, and read at the desk alone.",
    r"members\.RetentionRule\.(title|counted_from)": "Carried over from the rule as it was loaded.",
    r"members\.RetentionRun\.stopped_why": "In words of the code.",
    r"members\.(AccessRequest|Complaint)\.name": "A member's name, or from the guarded form for visitors.",
    r"outbox\.Message\..*": "Made from templates and columns that are guarded.",
    r"outbox\.(Incoming|Bounce|Mailbox)\..*": "Heads of mail that came back, from machines; never what it says.",
}


def test_every_column_of_text_is_guarded_or_its_door_is_or_it_says_why_nobody_types_it():
    """The forms that write a table's own columns are held by the tests above."""
    written = {
        f"{form._meta.model._meta.label}.{name}"
        for form in [*forms_of_the_admin(), *forms_of_ours()]
        if getattr(form, "_meta", None) and form._meta.model
        for name in form.base_fields
    }
    bare = [
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for column in model._meta.concrete_fields
        if isinstance(column, models.CharField | models.TextField | models.JSONField)
        and not isinstance(column, models.EmailField | models.SlugField | models.URLField)
        and not column.choices
        and refuse_patient_data not in column.validators
        and f"{model._meta.label}.{column.name}" not in written
    ]

    open_ended = [each for each in bare if not any(re.fullmatch(door, each) for door in OTHER_DOORS)]
    assert open_ended == []
    assert [door for door in OTHER_DOORS if not any(re.fullmatch(door, each) for each in bare)] == []


@pytest.mark.parametrize(("name", "passes"), [("Phone 943 476 5919", False), ("My phone", True)])
def test_the_name_of_a_passkey_is_guarded(name, passes):
    key = Authenticator(user=make_user(), type=Authenticator.Type.WEBAUTHN, data={"name": "A key"})

    assert EditWebAuthnForm({"name": name}, instance=key).is_valid() == passes
    assert refuse_patient_data in AddWebAuthnForm(user=key.user).fields["name"].validators


def test_the_only_file_that_is_taken_has_a_guarded_name():
    """Nothing is imported from a file: what comes in is typed, or a document of a meeting."""
    taken = {
        f"{form.__module__}.{form.__name__}.{name}"
        for form in forms_of_ours()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.FileField)
    }
    named_so = SimpleUploadedFile("letter-943_476_5919.txt", b"A letter")

    assert taken == {"minutes.forms.documents.DocumentForm.file"}
    assert DocumentForm({"title": "A letter"}, {"file": named_so}).errors["file"] == [RENAME]
