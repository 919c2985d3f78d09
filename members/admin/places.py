"""Places with supervisors on the desk, to look at: what is offered, and requests that nobody answers."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from accounts.access import current_user
from look import words

from .. import coordinators, record_views
from ..models import Offer, PlaceRequest
from ..models.places import RequestState
from ..places import requests
from ..places import words as offered
from ..places.history import history
from .filters import FirstChoiceFilter
from .read_only import ReadOnly

ABOUT_BOTH = "A request for a place with you"


class OpenFilter(FirstChoiceFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("open", "open"), ("closed", "closed"), ("all", "all")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Offer]:
        if self.value() == "closed":
            return queryset.exclude(closed_at=None)
        return queryset.open() if self.value() == "open" else queryset


class AnswerFilter(FirstChoiceFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("waiting", "nobody has answered"), *RequestState.choices[1:], ("all", "all")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[PlaceRequest]:
        if self.value() == "all":
            return queryset
        state = RequestState.ASKED if self.value() == "waiting" else self.value()
        return queryset.filter(state=state)


@admin.register(Offer)
class OfferAdmin(ReadOnly):
    list_display = ("supervisor", "what", "whom", "free_of", "audience", "confirmed_on")
    list_filter = (OpenFilter, "area", "audience")
    list_per_page = 50
    ordering = ("-created_at", "-pk")
    search_fields = ("supervisor__name",)
    show_full_result_count = False
    actions = None
    fields = (
        *("supervisor", "what", "places_free", "whom", "fee_note", "from_on", "audience"),
        *("created_at", "confirmed_on", "closed_at"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Offer]:
        found = Offer.objects.counted(timezone.localdate()).select_related("supervisor", "area")
        return found.filter(supervisor__in=coordinators.members_for(current_user(request)))

    @admin.display(description="supervision")
    def what(self, offer: Offer) -> str:
        return offered.title(offer)

    @admin.display(description="free places")
    def free_of(self, offer: Offer) -> str:
        return f"{offered.free(offer)} of {offer.places}"

    @admin.display(description="places")
    def places_free(self, offer: Offer) -> str:
        return f"{offered.places(offer, timezone.localdate())}, {offer.places} in all"

    @admin.display(description="for")
    def whom(self, offer: Offer) -> str:
        return offered.whom(offer)


@admin.register(PlaceRequest)
class PlaceRequestAdmin(ReadOnly):
    """What one writes to the other stands on no page of the desk, and no search of it finds it."""

    list_display = ("member", "asked_of", "purpose", "state", "asked", "waits")
    list_filter = (AnswerFilter, "purpose")
    list_per_page = 50
    ordering = ("asked_at", "pk")
    search_fields = ("member__name", "offer__supervisor__name")
    show_full_result_count = False
    actions = None
    fields = ("member", "asked_of", "what", "purpose", "state", "what_happened")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlaceRequest]:
        """Of an area's coordinator those whom people of the area wrote, wherever their supervisor is."""
        found = PlaceRequest.objects.filter(member__in=coordinators.members_for(current_user(request)))
        return requests.readable(found, timezone.localdate())

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A page about two people is noted for both."""
        response = super().change_view(request, object_id, form_url, extra_context)
        if found := self.get_object(request, object_id):
            record_views.note(found.offer.supervisor, current_user(request), ABOUT_BOTH, timezone.now())
        return response

    @admin.display(description="asked of", ordering="offer__supervisor__name")
    def asked_of(self, found: PlaceRequest) -> str:
        return found.offer.supervisor.name

    @admin.display(description="offer")
    def what(self, found: PlaceRequest) -> str:
        return offered.title(found.offer)

    @admin.display(description="asked", ordering="asked_at")
    def asked(self, found: PlaceRequest) -> str:
        return words.day(timezone.localdate(found.asked_at))

    @admin.display(description="waits")
    def waits(self, found: PlaceRequest) -> str:
        if found.state != RequestState.ASKED:
            return ""
        return since(timezone.localdate(found.asked_at), timezone.localdate())

    @admin.display(description="what happened")
    def what_happened(self, found: PlaceRequest) -> SafeString:
        return format_html_join("", "{}: {}<br>", history(found, found.member.name))


def since(day: date, on: date) -> str:
    number = (on - day).days
    return f"{number} day{'' if number == 1 else 's'}" if number else "since today"
