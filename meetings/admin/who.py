"""Who comes to a meeting, for the coordinator at the door; and answering for someone who cannot do it themselves."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import current_user
from members.access import member_of
from members.models import Member

from .. import guests, home, needs, numbers, rsvp, undoing, who_comes
from ..forms.answer import AnswerForm
from ..models import Guest, Meeting, Rsvp
from ..words import Door, Duty
from .ahead import AheadPages
from .cycle import parts


class WhoPages(AheadPages):
    """The pages about the people of a meeting."""

    def get_urls(self) -> list[URLPattern]:
        who, answer = self.admin_site.admin_view(self.who), self.admin_site.admin_view(self.answer)
        guest = self.admin_site.admin_view(require_POST(self.cancel_guest))
        return [
            path("<int:pk>/who/", who, name="meetings_meeting_who"),
            path("<int:pk>/who/<int:member>/", answer, name="meetings_meeting_answer"),
            path("<int:pk>/who/guests/<int:guest>/", guest, name="meetings_meeting_guest"),
            *super().get_urls(),
        ]

    def who(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everyone who answered, the waiting list in its order, and people to answer for by name."""
        meeting, now = self.found(request, pk), timezone.now()
        asked = request.GET.get("name", "")
        context = self.desk(request, f"Who comes: {meeting}") | {
            "meeting": meeting,
            "groups": who_comes.groups(meeting),
            "guests": meeting.guests.expected().select_related("sponsor"),
            "numbers": numbers.of(meeting, now),
            "silent": who_comes.silent(meeting, now).count(),
            "asked": asked,
            "found": who_comes.find(meeting, asked, now),
            "waits": undoing.waiting([meeting], now),
            "parts": parts(meeting, now),
            "closed": rsvp.closed(meeting, now),
            **self.needs(request, meeting, now),
        }
        return TemplateResponse(request, "admin/meetings/meeting/who.html", context)

    def needs(self, request: HttpRequest, meeting: Meeting, now: datetime) -> dict[str, Any]:
        """How many need what, and who alone is shown the names."""
        holder = meeting.roles.filter(duty=Duty.COORDINATOR).select_related("member").first()
        is_mine = needs.refusal(meeting, member_of(request), now) is None
        return {"needs": needs.totals(meeting), "needs_seen_by": holder, "is_mine": is_mine}

    def answer(self, request: HttpRequest, pk: int, member: int) -> HttpResponse:
        """Write down what someone said by telephone or at the door; they are told, as if they had answered."""
        meeting, now = self.found(request, pk), timezone.now()
        person = get_object_or_404(Member.objects.select_related("user"), pk=member)
        form = AnswerForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            said, by = form.cleaned_data["answer"], current_user(request)
            try:
                reply = rsvp.take(meeting, person, said, now, door=Door.COORDINATOR, by=by)
            except rsvp.Refused as refused:
                messages.error(request, refused.reason.label)
            else:
                messages.success(request, outcome(reply))
            return HttpResponseRedirect(reverse("admin:meetings_meeting_who", args=[meeting.pk]))
        context = self.desk(request, f"Answer for {person}") | {
            "person": person,
            "wrong": form.errors.get("answer", [""])[0],
            **vars(home.panel(meeting, person, now)),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/meetings/meeting/answer.html", context, status=status)

    def cancel_guest(self, request: HttpRequest, pk: int, guest: int) -> HttpResponse:
        """Write down that a guest does not come; the guest is told."""
        meeting, now = self.found(request, pk), timezone.now()
        try:
            gone = guests.cancel(get_object_or_404(Guest, meeting=meeting, pk=guest), now)
        except guests.Refused as refused:
            messages.error(request, refused.reason.label)
        else:
            messages.success(request, f"{gone} is not expected any more, and has been told.")
        return HttpResponseRedirect(reverse("admin:meetings_meeting_who", args=[meeting.pk]))

    def found(self, request: HttpRequest, pk: int | str) -> Meeting:
        """The meeting, for someone who may change it. Raises PermissionDenied and Http404."""
        meeting = self.get_object(request, str(pk))
        if meeting is None:
            raise Http404
        if not self.has_change_permission(request, meeting):
            raise PermissionDenied
        return meeting

    def desk(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "title": title, "subtitle": None, "opts": self.opts}


def outcome(reply: Rsvp) -> str:
    """Say what an answer written down for someone came to."""
    waits = ", on the waiting list" if reply.turn is not None else ""
    return f"{reply.member}: {reply.get_choice_display().lower()}{waits}."
