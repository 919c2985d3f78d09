"""Whatever words a coordinator types into a form of the admin pass the patient-data guard."""

import pytest
from django import forms
from django.contrib import admin
from django.test import RequestFactory

from members.guard import refuse_patient_data
from members.guarded_admin import SHAPED
from tests.factories import make_coordinator

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
