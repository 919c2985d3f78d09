"""Certificates on the desk: to look at, to revoke, to issue again. What one says, nobody edits."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts.access import current_user
from look import words

from .. import certificates
from ..desk import Page, Part
from ..forms.certificates import WhyForm
from ..models import Certificate, Meeting

if TYPE_CHECKING:
    from accounts.models import User


class Deed(NamedTuple):
    """What a coordinator may do with a certificate that counts; each tells its owner why."""

    label: str
    effect: str
    done: str
    verb: Callable[[Certificate, "User", str, datetime], Certificate]


DEEDS = {
    "revoke": Deed(
        "Revoke",
        "It counts no longer: its check page says so with the day, and its owner is told why. This cannot be undone; "
        "a new one can be issued once the line of the attendance list is written anew.",
        "is revoked",
        certificates.revoke,
    ),
    "issue-again": Deed(
        "Issue again",
        "It counts no longer, and a new one with a new serial takes its place, with the name, the meeting and the "
        "attendance as they are written down today. Its owner is told why.",
        "is issued again",
        certificates.reissue,
    ),
}


@admin.register(Certificate)
class CertificateAdmin(admin.ModelAdmin):
    list_display = ("serial", "name", "title", "day", "minutes", "mode", "state")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter), "mode")
    search_fields = ("serial", "name", "title", "meeting__slug")
    date_hierarchy = "starts_at"
    show_full_result_count = False
    actions = None
    fields = (
        *("serial", "state", "name", "member", "title", "meeting", "starts_at", "ends_at", "mode"),
        *("minutes", "participatory_minutes", "aims", "topics", "organiser", "facilitator", "issued_on"),
        *("shows_name", "revoked_at", "revoked_by_name", "revoked_why"),
    )

    @admin.display(description="day", ordering="starts_at")
    def day(self, certificate: Certificate) -> str:
        return words.day(certificate.starts_at)

    @admin.display(description="state", ordering="revoked_at")
    def state(self, certificate: Certificate) -> str:
        return f"revoked {words.day(certificate.revoked_at)}" if certificate.revoked_at else "valid"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Attendance issues them, nobody else."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Certificate | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Certificate | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        deed = self.admin_site.admin_view(self.deed)
        return [path("<int:pk>/deed/<slug:name>/", deed, name="meetings_certificate_deed"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        found = self.get_object(request, object_id)
        offered = DEEDS if found and certificates.refusal(found, current_user(request)) is None else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "deeds": offered})

    def deed(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Ask why; a POST does it and says what came of it."""
        found = get_object_or_404(Certificate.objects.select_related("member", "meeting"), pk=pk)
        if not super().has_change_permission(request, found):
            raise PermissionDenied
        if name not in DEEDS:
            raise Http404
        form = WhyForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return self.deed_page(request, found, DEEDS[name], form)
        try:
            DEEDS[name].verb(found, current_user(request), form.cleaned_data["why"], timezone.now())
        except certificates.Refused as refused:
            messages.error(request, refused.reason.label)
        else:
            messages.success(request, f"The certificate of {found.name} {DEEDS[name].done}. 1 message is on its way.")
        return HttpResponseRedirect(reverse("admin:meetings_certificate_changelist"))

    def deed_page(self, request: HttpRequest, found: Certificate, deed: Deed, form: WhyForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"{deed.label}: {found}",
            "subtitle": None,
            "opts": self.opts,
            "certificate": found,
            "deed": deed,
            "form": form,
            "refusal": certificates.refusal(found, current_user(request)),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/meetings/certificate/deed.html", context, status=status)


def of_meeting(meeting: Meeting, now: datetime) -> Page | None:
    """The certificates of a meeting, once there are any."""
    if not meeting.certificates.exists():
        return None
    listed = reverse("admin:meetings_certificate_changelist")
    return Page("Certificates", f"{listed}?meeting__id__exact={meeting.pk}", Part.AFTERWARDS)
