"""Organisations in the admin: dated rows, and a merger in one page."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts.staff import is_key
from look import words

from .. import organisations
from ..chains import Chains
from ..forms.organisations import MergerForm, OrganisationForm
from ..guarded_admin import Guarded
from ..models import Organisation
from .deciding import by
from .pages import desk

NAMES = {"name", "other_names", "succeeded_by"}


class StillThereFilter(admin.SimpleListFilter):
    title = "whether it has ended"
    parameter_name = "ended"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("no", "there today"), ("yes", "has ended")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        ended = Q(valid_to__lt=timezone.localdate()) | Q(valid_to=None, succeeded_by__isnull=False)
        if not self.value():
            return queryset
        return queryset.filter(ended) if self.value() == "yes" else queryset.exclude(ended)


class Follower(AutocompleteSelect):
    """A value that is no number is shown again as nothing chosen, beside what the form says of it."""

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> list[Any]:
        return super().optgroups(name, [each for each in value if is_key(str(each))], attr)


@admin.register(Organisation)
class OrganisationAdmin(Guarded, admin.ModelAdmin):
    form = OrganisationForm
    list_display = ("name", "when", "became", "domains")
    list_filter = (StillThereFilter, "areas")
    search_fields = ("name", "other_names", "ods_code", "mail_domains")
    autocomplete_fields = ("succeeded_by",)
    filter_horizontal = ("areas",)
    actions = ("merge_these",)
    change_list_template = "admin/members/organisation/change_list.html"
    change_form_template = "admin/members/organisation/change_form.html"

    @admin.display(description="when", ordering="valid_from")
    def when(self, organisation: Organisation) -> str:
        since, until = organisation.valid_from, organisation.valid_to
        said = [f"from {words.day(since)}" if since else "", f"until {words.day(until)}" if until else ""]
        return " ".join(filter(None, said))

    @admin.display(description="what became of it")
    def became(self, organisation: Organisation) -> str:
        """Step by step, to what it is today."""
        return ", then ".join(organisation.after)  # type: ignore[attr-defined]

    @admin.display(description="mail domains")
    def domains(self, organisation: Organisation) -> str:
        return ", ".join(organisation.mail_domains.split())

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The chains are read once for the whole list."""
        found, chains = super().get_changelist_instance(request), Chains()
        for each in found.result_list:
            each.after = [chains.rows[pk].name for pk in chains.after(each.pk)] if each.succeeded_by_id else []
        return found

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With its family: out of which it grew, and what became of it."""
        row = self.get_object(request, object_id)
        context = family_of(row) if row else {}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "succeeded_by":
            kwargs["widget"] = Follower(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Organisation, form: Any, change: bool) -> None:
        """Whoever stands in its chain, as it was and as it becomes, is found by the new names at once."""
        before = Organisation.objects.filter(pk=obj.pk).values_list("succeeded_by", flat=True).first()
        super().save_model(request, obj, form, change)
        if NAMES & set(form.changed_data):
            organisations.refresh_around({pk for pk in (obj.pk, before, obj.succeeded_by_id) if pk})

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.merge)
        return [path("merge/", view, name="members_organisation_merge"), *super().get_urls()]

    @admin.action(description="Merge: these end, another follows", permissions=["change"])
    def merge_these(self, request: HttpRequest, chosen: QuerySet[Organisation]) -> HttpResponse:
        asked = urlencode({"ending": list(chosen.values_list("pk", flat=True))}, doseq=True)
        return HttpResponseRedirect(f"{reverse('admin:members_organisation_merge')}?{asked}")

    def merge(self, request: HttpRequest) -> HttpResponse:
        """Ask what ends, what follows and from when; then do it, in one go."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        posted = request.method == "POST"
        form = MergerForm(request.POST if posted else None, ending=request.GET.getlist("ending"))
        if posted and form.is_valid():
            ending, follower, on = form.asked()
            try:
                follower = organisations.merge(ending, follower, on)
            except organisations.Refused as refused:
                form.add_error(None, refused.reason.label)
            else:
                said = f"{follower} follows from {words.day(on)}."
                LogEntry.objects.log_actions(by(request).pk, ending, CHANGE, f"Ended: {said}")
                messages.success(request, f"{said} Its people are found by every name.")
                return HttpResponseRedirect(reverse("admin:members_organisation_change", args=[follower.pk]))
        context = desk(self, request, "A merger") | {"form": form}
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/members/organisation/merge.html", context, status=status)


def family_of(row: Organisation) -> dict[str, Any]:
    """What a page says of an organisation's chain, with how many people say that they work at each."""
    chains = Chains()
    pks = (row.pk, *chains.around(row.pk))
    return {
        "out_of": chains.family(row.pk),
        "became": [chains.rows[pk] for pk in chains.after(row.pk)],
        "people": organisations.people_at(Organisation.objects.filter(pk__in=pks)),
    }
