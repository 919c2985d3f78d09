"""What came back, for coordinators: mail that came in, messages that did not arrive, addresses that get no mail."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from .. import bounces
from ..models import Bounce, Incoming, StoppedAddress
from . import dealing


class ToLookAt(admin.ModelAdmin):
    """Nothing is added, changed or deleted here but by a verb."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Incoming)
class IncomingAdmin(ToLookAt):
    list_display = ("what", "sender", "received_at", "outcome", "why")
    list_filter = ("outcome", "what")
    search_fields = ("sender",)
    actions = ("deal_with",)
    fields = ("what", "sender", "received_at", "outcome", "why", "message_id")

    @admin.action(description="I have dealt with what these people wrote", permissions=["view"])
    def deal_with(self, request: HttpRequest, queryset: QuerySet[Incoming]) -> None:
        count = dealing.deal_with(queryset)
        self.message_user(request, f"{count} dealt with.", messages.SUCCESS if count else messages.WARNING)


@admin.register(Bounce)
class BounceAdmin(ToLookAt):
    list_display = ("address", "at", "status", "said", "counts")
    list_filter = ("is_final", ("message", admin.EmptyFieldListFilter))
    list_select_related = ("message",)
    search_fields = ("address",)
    actions = None
    fields = ("address", "at", "status", "is_final", "said", "counts", "message", "forgiven_at")

    @admin.display(description="counts", boolean=True)
    def counts(self, bounce: Bounce) -> bool:
        """Only what is about a message that we really sent, and since the address last worked again."""
        return bounce.message_id is not None and bounce.forgiven_at is None


@admin.register(StoppedAddress)
class StoppedAddressAdmin(ToLookAt):
    list_display = ("address", "since", "why")
    search_fields = ("address",)
    actions = None
    fields = ("address", "since", "why")
    change_form_template = "admin/outbox/stoppedaddress/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        works_again = self.admin_site.admin_view(require_POST(self.works_again))
        return [
            path("<int:pk>/works-again/", works_again, name="outbox_stoppedaddress_works_again"),
            *super().get_urls(),
        ]

    def works_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send to this address again."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = get_object_or_404(StoppedAddress, pk=pk)
        bounces.let_go_on(found.address, timezone.now())
        messages.success(request, f"{found.address} gets mail again. What failed meanwhile can be sent again.")
        return HttpResponseRedirect(reverse("admin:outbox_stoppedaddress_changelist"))
