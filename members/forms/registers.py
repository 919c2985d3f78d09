"""What a coordinator fills in about a matter in a register, and about how long data is kept."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from ..guard import refuse_patient_data
from ..models import RetentionRule

# Of what is written down in a register; the network is younger.
EARLIEST = date(2000, 1, 1)
# A hundred years: longer leads to days that no calendar has.
LONGEST_DAYS = 36_525


class WordsForm(forms.Form):
    """One text, for a deed that needs one."""

    def __init__(self, data: Any = None, *, label: str = "", most: int = 1000) -> None:
        super().__init__(data)
        self.fields["words"] = forms.CharField(
            label=label,
            max_length=most,
            widget=forms.Textarea(attrs={"rows": 5, "cols": 80}),
            validators=[refuse_patient_data],
        )


class ReceivedForm(forms.ModelForm):
    """A request that came: today at the latest, because its days are counted from then."""

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if not EARLIEST <= day <= timezone.localdate():
            raise ValidationError("Enter the day on which it came, today at the latest.")
        return day


class NoticedForm(forms.ModelForm):
    """A breach that was noticed: by now, because its hours are counted from then."""

    class Meta:
        labels = {
            "noticed_at": "When it was noticed",
            "happened_at": "When it happened",
            "told_ico_at": "When the ICO was told",
            "told_people_at": "When they were told",
        }

    def clean_noticed_at(self) -> datetime:
        moment: datetime = self.cleaned_data["noticed_at"]
        if timezone.localdate(moment) < EARLIEST or moment > timezone.now():
            raise ValidationError("Enter when it was noticed, now at the latest.")
        return moment


class NewVersionForm(forms.ModelForm):
    """A later version of a rule: the earlier one stays to be read."""

    much_shorter = forms.BooleanField(
        label="Yes, keep it for less than half as long as now", required=False, help_text="Only needed in that case."
    )

    class Meta:
        model = RetentionRule
        fields = (
            "valid_from",
            "keep_days",
            "notice_days",
            "quarantine_days",
            "most_people",
            "reason",
            "source",
            "is_on",
        )
        widgets = {"valid_from": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, data: Any = None, *, rule: RetentionRule, today: date) -> None:
        told = {name: getattr(rule, name) for name in self.Meta.fields}
        super().__init__(data, initial=told | {"valid_from": today})
        self.rule, self.today = rule, today
        self.instance.code, self.instance.title, self.instance.counted_from = rule.code, rule.title, rule.counted_from
        for name, least in (("keep_days", 1), ("most_people", 1)):
            self.fields[name].validators.append(at_least(least))
        self.fields["keep_days"].validators.append(at_most(LONGEST_DAYS))
        for name in ("reason", "source"):
            self.fields[name].validators.append(refuse_patient_data)

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if day < self.today:
            raise ValidationError("A new version counts from today at the earliest.")
        if RetentionRule.objects.filter(code=self.rule.code, valid_from=day).exists():
            raise ValidationError("There is a version that counts from this day already. Choose a later day.")
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        days = given.get("keep_days")
        if days and days * 2 < self.rule.keep_days and not given.get("much_shorter"):
            self.add_error(
                "much_shorter", f"That is less than half of {self.rule.keep_days} days. Tick this if you mean it."
            )
        if self.rule.notice_days and not given.get("notice_days"):
            self.add_error("notice_days", "People are told before this goes. Enter 1 day or more.")
        if not self.rule.notice_days and (given.get("notice_days") or given.get("quarantine_days")):
            self.add_error("notice_days", "Nobody is told about this one by one. Leave both at 0.")
        return given


def at_least(least: int) -> Any:
    def check(value: int) -> None:
        if value < least:
            raise ValidationError(f"Enter {least} or more.")

    return check


def at_most(value: int) -> Any:
    def check(given: int) -> None:
        if given > value:
            raise ValidationError(f"Enter {value} or fewer.")

    return check
