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

from look.words import moment

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
    change_list_template = "admin/outbox/incoming/change_list.html"
    list_display = ("what", "sender", "when", "became")
    list_filter = ("outcome", "what")
    search_fields = ("sender",)
    actions = ("deal_with",)
    fields = ("what", "sender", "received_at", "outcome", "why", "message_id")

    @admin.display(description="Read", ordering="received_at")
    def when(self, incoming: Incoming) -> str:
        return moment(incoming.received_at)

    @admin.display(description="What became of it", ordering="outcome")
    def became(self, incoming: Incoming) -> str:
        return f"{incoming.get_outcome_display()}: {incoming.why}" if incoming.why else incoming.get_outcome_display()

    def has_deal_with_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("outbox.change_incoming")

    @admin.action(description="I have dealt with what these people wrote", permissions=["deal_with"])
    def deal_with(self, request: HttpRequest, queryset: QuerySet[Incoming]) -> None:
        count = dealing.deal_with(queryset)
        self.message_user(request, f"{count} dealt with.", messages.SUCCESS if count else messages.WARNING)


@admin.register(Bounce)
class BounceAdmin(ToLookAt):
    list_display = ("address", "when", "status", "said", "counts")
    list_filter = ("is_final",)
    list_select_related = ("message",)
    search_fields = ("address",)
    actions = None
    fields = ("address", "when", "status", "is_final", "said", "counts", "message", "forgiven_at")

    @admin.display(description="when", ordering="at")
    def when(self, bounce: Bounce) -> str:
        return moment(bounce.at)

    @admin.display(description="counts", boolean=True)
    def counts(self, bounce: Bounce) -> bool:
        """Only what is about a message that we really sent, and since the address last worked again."""
        return bounce.message_id is not None and bounce.forgiven_at is None


@admin.register(StoppedAddress)
class StoppedAddressAdmin(ToLookAt):
    list_display = ("address", "when", "why")
    search_fields = ("address",)
    actions = None
    fields = ("when", "why")
    change_form_template = "admin/outbox/stoppedaddress/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        works_again = self.admin_site.admin_view(require_POST(self.works_again))
        return [
            path("<int:pk>/works-again/", works_again, name="outbox_stoppedaddress_works_again"),
            *super().get_urls(),
        ]

    @admin.display(description="since", ordering="since")
    def when(self, stopped: StoppedAddress) -> str:
        return moment(stopped.since)

    def works_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send to this address again."""
        if not request.user.has_perm("outbox.change_stoppedaddress"):
            raise PermissionDenied
        found = get_object_or_404(StoppedAddress, pk=pk)
        bounces.let_go_on(found.address, timezone.now())
        messages.success(
            request,
            f"Mail goes to {found.address} again. What failed meanwhile can be sent again, in the log of messages.",
        )
        return HttpResponseRedirect(reverse("admin:outbox_stoppedaddress_changelist"))
