"""The queue of applications: what waits comes first, the newest on top, with its age."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.timesince import timesince

from .. import coordinators
from ..models import Application
from ..models.application import ApplicationQuerySet, State
from .deciding import DecidingPages, by
from .filters import FirstChoiceFilter

# As a coordinator says it; an applicant reads the words of the model.
STATES = {
    State.SUBMITTED: "waiting for a coordinator",
    State.MORE_ASKED: "asked for more",
    State.PARKED: "not yet: waiting for their training",
    State.DRAFT: "invited, not sent yet",
    State.APPROVED: "approved",
    State.DECLINED: "declined",
    State.WITHDRAWN: "withdrawn",
}


class StateFilter(FirstChoiceFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [*((state.value, words) for state, words in STATES.items()), ("all", "all")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset if self.value() == "all" else queryset.filter(state=self.value())


@admin.register(Application)
class ApplicationAdmin(DecidingPages):
    list_display = ("who", "age", "work_address", "works", "standing_of_it")
    list_filter = (StateFilter,)
    list_select_related = ("user", "profession", "organisation")
    list_per_page = 50
    search_fields = ("name", "user__email", "registration_number")
    ordering = (F("submitted_at").desc(nulls_last=True), "-pk")
    show_full_result_count = False
    actions = None

    def get_queryset(self, request: HttpRequest) -> ApplicationQuerySet:
        found = cast(ApplicationQuerySet, super().get_queryset(request)).seen_by_coordinators()
        return found.filter(pk__in=coordinators.applications_for(by(request)))

    @admin.display(description="name", ordering="name")
    def who(self, application: Application) -> str:
        return str(application)

    @admin.display(description="sent", ordering="submitted_at")
    def age(self, application: Application) -> str:
        if application.submitted_at is None:
            return "not sent"
        return f"{timesince(application.submitted_at, timezone.now(), depth=1)} ago"

    @admin.display(description="work e-mail", ordering="user__email")
    def work_address(self, application: Application) -> str:
        return application.user.email

    @admin.display(description="works as, at")
    def works(self, application: Application) -> str:
        """In one column, so that the state beside it is seen on a small screen too."""
        said = (application.profession, application.organisation or application.organisation_other)
        return ", ".join(str(each) for each in said if each)

    @admin.display(description="state", ordering="state")
    def standing_of_it(self, application: Application) -> str:
        return STATES[State(application.state)]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Applications", **(extra_context or {})})

    def context(self, request: HttpRequest, application: Application) -> dict[str, Any]:
        return super().context(request, application) | {"state": STATES[State(application.state)]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People apply themselves, or are invited under "Members"."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Application | None = None) -> bool:
        return False
