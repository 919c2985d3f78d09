"""Numbers about attendance on the coordinators' desk, drawn and true."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts.access import current_user
from members.admin.read_only import Changed
from members.admin.today import Line, Rank
from members.models import Member

from .. import figures


def figures_line() -> list[Line]:
    """The way to the numbers from the first page of the desk."""
    return [Line("Numbers", reverse("admin:meetings_meeting_figures"), "Who came to meetings, drawn", Rank.LOOK_UP)]


class FiguresPages(Changed):
    """The page of the numbers of all meetings."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.figures)
        return [path("numbers/", page, name="meetings_meeting_figures"), *super().get_urls()]

    def figures(self, request: HttpRequest) -> HttpResponse:
        """Attendance over time, answers beside it, first-timers and areas, for a period."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        periods, meetings = figures.for_coordinators(request.GET.get("period", ""), timezone.now())
        counted, user = figures.count(meetings), current_user(request)
        context = {
            **self.admin_site.each_context(request),
            **{"title": "Numbers", "subtitle": None, "opts": self.opts},
            "sees_members_page": Member.objects.eligible(timezone.localdate()).filter(user=user).exists(),
            **{"periods": periods, "rows": counted.rows, "plots": figures.plots(counted)},
        }
        return TemplateResponse(request, "admin/meetings/meeting/figures.html", context)
