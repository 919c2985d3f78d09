"""Answers of calendars on the desk: what nothing vouches for is applied or dismissed by a coordinator."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import current_user
from look.words import moment
from members.admin.read_only import ReadOnly
from members.admin.today import Line, waiting

from .. import replies
from ..models import CalendarReply
from ..words import ReplyState

BECAME = {
    ReplyState.APPLIED: "The answer counts.",
    ReplyState.DISMISSED: "The answer does not count.",
    ReplyState.OLD: "The answer changes nothing: what counts is newer.",
    ReplyState.REFUSED: "The answer cannot count any more; whoever gave it is told so.",
    ReplyState.TO_CHECK: "Nobody knows whose answer it is, so it cannot count.",
}
DEEDS = {"apply": replies.apply, "dismiss": replies.dismiss}


@admin.register(CalendarReply)
class CalendarReplyAdmin(ReadOnly):
    list_display = ("says", "who", "meeting", "arrived", "state")
    list_filter = ("state",)
    list_select_related = ("member", "meeting", "incoming")
    search_fields = ("attendee", "member__name", "meeting__slug")
    show_full_result_count = False
    actions = None
    fields = (
        "says",
        "invited_as",
        "sender",
        "member",
        "meeting",
        "arrived",
        "state",
        "why",
        "decided_at",
        "decided_by",
    )
    change_form_template = "admin/meetings/calendarreply/change_form.html"

    @admin.display(description="answer", ordering="partstat")
    def says(self, reply: CalendarReply) -> str:
        return replies.IN_WORDS.get(reply.partstat, reply.partstat)

    @admin.display(description="sent from")
    def sender(self, reply: CalendarReply) -> str:
        return reply.incoming.sender or "no address, or several"

    @admin.display(description="arrived", ordering="incoming__received_at")
    def arrived(self, reply: CalendarReply) -> str:
        return moment(reply.incoming.received_at)

    @admin.display(description="of", ordering="member__name")
    def who(self, reply: CalendarReply) -> str:
        return str(reply.member or reply.attendee)

    @admin.display(description="invited as")
    def invited_as(self, reply: CalendarReply) -> str:
        return reply.attendee

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(require_POST(self.decide))
        return [path("<int:pk>/decide/<slug:deed>/", decide, name="meetings_calendarreply_decide"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what it says and what applying it would do."""
        reply = self.get_object(request, object_id)
        further = {"would": replies.foreseen(reply, timezone.now())} if reply and waits(reply) else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **further})

    def decide(self, request: HttpRequest, pk: int, deed: str) -> HttpResponse:
        """Apply or dismiss one that waits; one that was decided meanwhile stays as it is."""
        if not request.user.has_perm("meetings.change_calendarreply"):
            raise PermissionDenied
        if deed not in DEEDS:
            raise Http404
        reply = get_object_or_404(CalendarReply.objects.select_related("member", "meeting"), pk=pk)
        reply = DEEDS[deed](reply, timezone.now(), by=current_user(request))
        level = messages.success if reply.state in (ReplyState.APPLIED, ReplyState.DISMISSED) else messages.warning
        level(request, BECAME[ReplyState(reply.state)])
        return HttpResponseRedirect(reverse("admin:meetings_calendarreply_changelist") + "?state__exact=to_check")


def waits(reply: CalendarReply) -> bool:
    return reply.state == ReplyState.TO_CHECK


def reply_lines() -> list[Line]:
    """Answers of calendars that wait for somebody to look at them."""
    href = reverse("admin:meetings_calendarreply_changelist") + "?state__exact=to_check"
    count = CalendarReply.objects.filter(state=ReplyState.TO_CHECK).count()
    return [waiting("Answers from calendars to check", href, count)]
