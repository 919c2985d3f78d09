"""What will leave by the clock, for coordinators: a calendar of 30 days, the words of each, a test to oneself."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts.access import current_user
from members.admin.today import Line, Rank

from ..reminding import ahead, previewing
from .figures import FiguresPages


def ahead_line() -> list[Line]:
    """The way to it from the first page of the desk."""
    href = reverse("admin:meetings_meeting_ahead")
    return [Line("What will leave", href, "Reminders and other mail of the next 30 days", Rank.LOOK_UP)]


class AheadPages(FiguresPages):
    """The pages of what will leave."""

    def get_urls(self) -> list[URLPattern]:
        page, words = self.admin_site.admin_view(self.ahead), self.admin_site.admin_view(self.ahead_words)
        return [
            path("ahead/", page, name="meetings_meeting_ahead"),
            path("ahead/<slug:kind>/<slug:which>/", words, name="meetings_meeting_ahead_words"),
            *super().get_urls(),
        ]

    def ahead(self, request: HttpRequest) -> HttpResponse:
        """Everything that will leave in the next 30 days as things stand now."""
        self.refuse_others(request)
        now = timezone.now()
        found = ahead.departures(now)
        weeks = ahead.calendar(found, now)
        context = {
            **self.admin_site.each_context(request),
            **{"title": "What will leave", "subtitle": None, "opts": self.opts, "weeks": weeks},
            **{"days": [day for week in weeks for day in week if day.departures]},
            **{"total": sum(each.number for each in found), "later": ahead.first_after(now)},
        }
        return TemplateResponse(request, "admin/meetings/meeting/ahead.html", context)

    def ahead_words(self, request: HttpRequest, kind: str, which: str) -> HttpResponse:
        """The words as they would leave now; a POST sends one of them to whoever looks, as a test."""
        self.refuse_others(request)
        now = timezone.now()
        wordings = previewing.wordings(kind, which, now)
        if wordings is None:
            raise Http404
        if request.method == "POST":
            return self.send_test(request, wordings)
        context = {
            **self.admin_site.each_context(request),
            **{"title": "As it will leave", "subtitle": None, "opts": self.opts},
            **{"wordings": wordings, "is_weekly": kind == ahead.DIGEST},
        }
        return TemplateResponse(request, "admin/meetings/meeting/ahead_words.html", context)

    def send_test(self, request: HttpRequest, wordings: list[previewing.Wording]) -> HttpResponse:
        asked, user = request.POST.get("wording", ""), current_user(request)
        number = int(asked) if asked.isascii() and asked.isdigit() else 0
        if number < len(wordings):
            previewing.send_test(wordings[number], user, timezone.now())
            messages.success(request, f"Sent to {user.email}, marked as a test.")
        else:
            messages.error(request, "Nobody would get this any more, so nothing was sent.")
        return HttpResponseRedirect(request.path)

    def refuse_others(self, request: HttpRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied
