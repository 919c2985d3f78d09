"""One page of an application: it asks the rules, and keeps what is valid."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from look.forms import form_helper

from ... import answers
from ...answers import Step
from ...models import Application
from ...models.application import EDITABLE


class StepForm(forms.ModelForm):
    """One page; what is valid on it is kept even when something else on it is not."""

    step: ClassVar[Step]
    submit = "Continue"
    says_optional = False
    # Which columns a field fills, where that is not the one of its own name.
    columns: ClassVar[dict[str, tuple[str, ...]]] = {}

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.on = now, timezone.localdate(now)
        self.helper = form_helper(submit=self.submit)
        self.helper.mark_optional = self.says_optional
        for name, words in answers.REQUIRED.get(self.step, {}).items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = words

    @property
    def is_one_question(self) -> bool:
        """Whether a field's own label is the heading of the page."""
        return any(field.widget.attrs.get("heading") for field in self.fields.values())

    def _post_clean(self) -> None:
        """Ask the rules of the application once its row has the answers."""
        super()._post_clean()  # type: ignore[misc]
        for name, words in answers.problems_in(self.step, self.instance, self.on).items():
            if name not in self.errors:
                self.add_error(name, words)

    def keep(self) -> None:
        """Save every valid answer, alone in its column: nothing is lost on an error, and no decision is overwritten."""
        valid = [name for name in self.fields if name in self.cleaned_data and name not in self.errors]
        columns = [column for name in valid for column in self.columns.get(name, (name,))]
        mine = Application.objects.filter(pk=self.instance.pk, state__in=EDITABLE)
        mine.update(updated_at=self.now, **{column: getattr(self.instance, column) for column in columns})
