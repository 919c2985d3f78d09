"""The page on which a coordinator's work goes to a successor, with what the successor still needs."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts.access import current_user
from accounts.models import User
from members.names import name_of

from .. import handing_over
from .roles import RolePages


class HandOverPages(RolePages):
    """One page for each coordinator."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.hand_over)
        return [path("hand-over/<int:coordinator>/", page, name="meetings_meeting_hand_over"), *super().get_urls()]

    def hand_over(self, request: HttpRequest, coordinator: int) -> HttpResponse:
        """Show what somebody has in hand and what a successor needs; a POST hands all of it to that one."""
        now = timezone.now()
        user = handing_over.may_have_something(coordinator, now)
        if not self.has_change_permission(request):
            raise PermissionDenied
        if user is None:
            raise Http404
        chosen = request.POST.get("to") or request.GET.get("to", "")
        others = list(handing_over.successors(user))
        successor = next((other for other in others if str(other.pk) == chosen), None)
        refusal = handing_over.refusal(user, successor, now) if successor else None
        if request.method == "POST" and successor and not refusal:
            return self.handed(request, user, successor, now)
        found = [(each.title, each.find(user, now), bool(each.hand)) for each in handing_over.belongings]
        context = self.desk(request, f"Hand over: {name_of(user)}") | {
            "person": name_of(user),
            "found": found,
            "in_hand": any(things for _, things, _ in found),
            "others": [(other.pk, name_of(other), other == successor) for other in others],
            "successor": successor and name_of(successor),
            "successor_pk": successor and successor.pk,
            "needed": handing_over.needed(successor, now) if successor else [],
            "refusal": refusal,
            "not_chosen": request.method == "POST" and successor is None,
            "wrong": request.method == "POST",
        }
        status = 422 if context["wrong"] else 200
        return TemplateResponse(request, "admin/meetings/meeting/hand_over.html", context, status=status)

    def handed(self, request: HttpRequest, user: User, successor: User, now: datetime) -> HttpResponse:
        try:
            count = handing_over.hand_all(user, successor, now, by=current_user(request))
        except handing_over.Refused as refused:
            messages.error(request, refused.reason.label)
        else:
            messages.success(request, f"{count or 'Nothing'} handed to {name_of(successor)}.")
        return HttpResponseRedirect(reverse("admin:meetings_meeting_hand_over", args=[user.pk]))


def link(user: User) -> tuple[str, str]:
    """For the places where coordinators are appointed and removed, which know nothing of meetings."""
    return "Hand over", reverse("admin:meetings_meeting_hand_over", args=[user.pk])
