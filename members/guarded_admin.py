"""Forms of the admin take nothing about patients: each text that is typed there passes the guard."""

from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.db import models
from django.forms import Field
from django.http import HttpRequest

from .guard import refuse_patient_data

# These have a shape of their own, which their own checks hold them to.
SHAPED = (forms.EmailField, forms.URLField, forms.SlugField)


class Guarded(BaseModelAdmin):
    """For every form of the admin in which words are typed; stands before its ModelAdmin or inline."""

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        is_text = isinstance(field, forms.CharField) and not isinstance(field, SHAPED)
        if field and is_text and refuse_patient_data not in field.validators:
            field.validators.append(refuse_patient_data)
        return field
