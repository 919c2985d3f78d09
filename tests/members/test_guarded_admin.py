"""Whatever words a coordinator types into a form of the admin pass the patient-data guard."""

import pkgutil
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
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
    request = RequestFactory().get("/")
    request.user = make_coordinator()

    open_ended = []
    for model, desk in admin.site._registry.items():
        if model._meta.label_lower in PAGES_OF_THEIR_OWN or not desk.has_change_permission(request):
            continue
        found = [desk.get_form(request, change=True)]
        inlines = [inline for inline in desk.get_inline_instances(request) if inline.has_change_permission(request)]
        found += [inline.get_formset(request).form for inline in inlines]
        for form in found:
            open_ended += [
                f"{form._meta.model._meta.label}.{name}"
                for name, field in form.base_fields.items()
                if isinstance(field, forms.CharField)
                and not isinstance(field, SHAPED)
                and refuse_patient_data not in field.validators
            ]

    assert open_ended == []


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
