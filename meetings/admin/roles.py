"""Who does what at a meeting, on the coordinators' desk."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts.access import current_user

from .. import roles
from ..forms.roles import RoleForm
from ..words import Duty
from .who import WhoPages


class RolePages(WhoPages):
    """One page for the three roles of a meeting."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.roles)
        return [path("<int:pk>/roles/", page, name="meetings_meeting_roles"), *super().get_urls()]

    def roles(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show who has which role; a POST gives one to somebody, or takes it away."""
        meeting, now, by = self.found(request, pk), timezone.now(), current_user(request)
        words, sent = request.GET.get("name", ""), request.POST.get("duty")
        forms = [
            RoleForm(request.POST if sent == duty else None, meeting=meeting, duty=duty, now=now, words=words)
            for duty in Duty
        ]
        form = next((form for form in forms if form.is_bound), None)
        if form and (form.takes_away() or form.is_valid()):
            try:
                if form.chosen is None:
                    roles.take_away(meeting, form.duty, now, by=by)
                else:
                    roles.give(meeting, form.duty, form.chosen, now, by=by)
            except roles.Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, f"{form.duty.label}: {form.chosen or 'nobody any more'}.")
                return HttpResponseRedirect(reverse("admin:meetings_meeting_roles", args=[pk]))
        if request.method == "POST" and form is None:
            messages.error(request, "Choose one of the roles below.")
        context = self.desk(request, f"Who does what: {meeting}") | {"meeting": meeting, "forms": forms, "asked": words}
        context["wrong"] = request.method == "POST"
        status = 422 if context["wrong"] else 200
        return TemplateResponse(request, "admin/meetings/meeting/roles.html", context, status=status)
