"""Why a certificate counts no longer, in words that its owner reads."""

from django import forms

from .guarded import GuardedForm


class WhyForm(GuardedForm, forms.Form):
    why = forms.CharField(label="Why", max_length=300, help_text="Its owner reads this. Nothing about patients.")
