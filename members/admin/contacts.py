"""Whom visitors may write to, with how each contact stands; the addresses are seen here and nowhere else."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from ..contacts_answering import rota
from ..contacts_keeping import lost
from ..guarded_admin import Guarded
from ..models import Contact
from .filters import FirstChoiceFilter
from .today import Line, waiting

KEPT = ("state", "asked_on", "confirmed_on")


class StateFilter(FirstChoiceFilter):
    title, parameter_name = "state", "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("all", "all"), ("asks", "to look at")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() != "asks":
            return queryset
        return queryset.filter(pk__in=[each.pk for each in rota(timezone.localdate()).asking()])


class InList(forms.ModelForm):
    """The one box of a row says whose it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order"].widget.attrs["aria-label"] = f"Order of {self.instance.role}"


@admin.register(Contact)
class ContactAdmin(Guarded, admin.ModelAdmin):
    list_display = ("role", "name", "state", "confirmed_on", "order")
    list_editable = ("order",)
    list_filter = (StateFilter,)
    when_empty = "Visitors have nobody to write to. Add a contact."
    search_fields = ("role", "name")
    fields = (
        *("role", "slug", "name", "email", "about", "order", "since", "until"),
        *("away_from", "away_until", "deputy", "state", "asked_on", "confirmed_on"),
    )

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, form=InList, **kwargs)

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """How all of them stand is read once for the whole list."""
        found = super().get_changelist_instance(request)
        today = rota(timezone.localdate())
        for contact in found.result_list:
            contact.says = today.in_words(contact)
        return found

    @admin.display(description="state")
    def state(self, contact: Contact) -> str:
        if contact.pk is None:
            return "new"
        return getattr(contact, "says", "") or rota(timezone.localdate()).in_words(contact)

    def get_readonly_fields(self, request: HttpRequest, obj: Contact | None = None) -> tuple[str, ...]:
        """An address once given out stays, so that links to it go on working."""
        return ("slug", *KEPT) if obj else KEPT

    def get_prepopulated_fields(self, request: HttpRequest, obj: Contact | None = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ("role",)}

    def save_model(self, request: HttpRequest, obj: Contact, form: Any, change: bool) -> None:
        """Whoever answers at another address has not said yet that all is right, and is asked."""
        if change and "email" in form.changed_data:
            obj.asked_on = obj.confirmed_on = None
        super().save_model(request, obj, form, change)


def lines() -> list[Line]:
    """Contacts to look at, and what was written to one and reached nobody."""
    now = timezone.now()
    page, sent = reverse("admin:members_contact_changelist"), reverse("admin:outbox_message_changelist")
    unread = list(lost(now).order_by("pk").values_list("pk", flat=True))
    these = f"?id__in={','.join(map(str, unread))}" if unread else "?name=members%2Fpassed_on"
    asking = len(rota(timezone.localdate(now)).asking())
    return [
        waiting("Contacts to look at", f"{page}?state=asks", asking, "silent, gone, without mail, or nobody there"),
        waiting("Messages to contacts that reached nobody", sent + these, len(unread)),
    ]
