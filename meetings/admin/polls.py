"""Date polls on the coordinators' desk: asked in one form, how they stand with names, and the meeting in one click."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import current_user
from look import words
from members.admin.read_only import Changed

from .. import effects, plans, poll_results, polls
from ..effects import Effects
from ..forms.polls import PollForm
from ..models import Poll, PollDate
from ..series import suggesting
from .meetings import letters
from .years import typed


@admin.register(Poll)
class PollAdmin(Changed):
    list_display = ("title", "state", "number_of_dates", "number_of_people", "answer_by", "created_by_name")
    list_filter = (("closed_at", admin.EmptyFieldListFilter),)
    list_select_related = ("meeting",)
    search_fields = ("title",)
    actions = None

    @admin.display(description="state", ordering="closed_at")
    def state(self, poll: Poll) -> str:
        if poll.meeting:
            return f"became {words.day(poll.meeting.starts_at)}"
        return "closed without a date" if poll.closed_at else "open"

    @admin.display(description="dates")
    def number_of_dates(self, poll: Poll) -> int:
        return poll.number_of_dates  # type: ignore[attr-defined]

    @admin.display(description="people who answered")
    def number_of_people(self, poll: Poll) -> int:
        return poll.number_of_people  # type: ignore[attr-defined]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Poll]:
        counted = {
            "number_of_dates": Count("dates", distinct=True),
            "number_of_people": Count("dates__answers__member", distinct=True),
        }
        return super().get_queryset(request).annotate(**counted)

    def has_delete_permission(self, request: HttpRequest, obj: Poll | None = None) -> bool:
        """A poll is closed, never deleted."""
        return False

    def get_urls(self) -> list[URLPattern]:
        choose, close = self.admin_site.admin_view(self.choose), self.admin_site.admin_view(require_POST(self.close))
        return [
            path("<int:pk>/choose/<int:date>/", choose, name="meetings_poll_choose"),
            path("<int:pk>/close/", close, name="meetings_poll_close"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Ask for dates in one form; what will happen is said before anything is saved."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        now, data = timezone.now(), request.POST if request.method == "POST" else None
        form = PollForm(data, initial=suggesting.as_last_time(now))
        if request.method != "POST" or not form.is_valid() or "back" in request.POST:
            context = self.desk(request, "Ask which dates suit", None) | {"form": form}
            status = 422 if form.errors else 200
            return TemplateResponse(request, "admin/meetings/poll/ask.html", context, status=status)
        foreseen = opening(form, now)
        if request.POST.get("confirmed") != foreseen.seal:
            context = self.desk(request, "Ask which dates suit", None)
            context |= {"typed": typed(request), "effects": foreseen, "dates": form.dates}
            return TemplateResponse(request, "admin/meetings/poll/confirm.html", context)
        poll = polls.begin(form.save(commit=False), form.dates, now, by=current_user(request))
        messages.success(request, f"The poll is open. {leave(poll, now)}")
        return to(poll)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """How a poll stands, with names, and its one click for each date."""
        if not self.has_change_permission(request):
            return self.looked_at(request, object_id)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        poll, now = self.found(request, object_id), timezone.now()
        context = self.desk(request, str(poll), poll) | {
            "results": poll_results.results(poll, now),
            "silent": polls.asked(now).exclude(poll_answers__date__poll=poll).count(),
            "held": polls.held(poll, now).count(),
            "leaves": leave(poll, now),
        }
        return TemplateResponse(request, "admin/meetings/poll/results.html", context)

    def choose(self, request: HttpRequest, pk: int, date: int) -> HttpResponse:
        """Say what will happen; a POST makes the meeting of this date."""
        poll, now, by = self.found(request, pk), timezone.now(), current_user(request)
        chosen = get_object_or_404(PollDate.objects.select_related("poll"), poll=poll, pk=date)
        try:
            if request.method == "POST":
                meeting = polls.choose(chosen, now, by=by)
                messages.success(request, f"{meeting} takes place on {words.moment(meeting.starts_at)}.")
                return HttpResponseRedirect(reverse("admin:meetings_meeting_change", args=[meeting.pk]))
            foreseen = effects.foresee(lambda: [polls.choose(chosen, now, by=by)], now)
        except (polls.Refused, plans.Refused) as refused:
            messages.error(request, str(refused))
            return to(poll)
        context = self.desk(request, f"Make the meeting: {words.moment(chosen.starts_at)}", poll)
        found = next(each for each in poll_results.results(poll, now) if each.date == chosen)
        context |= {"date": chosen, "effects": foreseen, "result": found}
        return TemplateResponse(request, "admin/meetings/poll/choose.html", context)

    def close(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Close a poll without a date, or let its messages leave before their ten minutes are over."""
        poll, now = self.found(request, pk), timezone.now()
        try:
            if "go" in request.POST:
                messages.success(request, letters(polls.let_go(poll, now), "are on their way"))
            else:
                polls.close(poll, now)
                messages.success(request, "The poll is closed without a date. Nobody is told.")
        except polls.Refused as refused:
            messages.error(request, str(refused))
        return to(poll)

    def found(self, request: HttpRequest, pk: int | str) -> Poll:
        """The poll, for someone who may change it. Raises PermissionDenied and Http404."""
        poll = self.get_object(request, str(pk))
        if poll is None:
            raise Http404
        if not self.has_change_permission(request, poll):
            raise PermissionDenied
        return poll

    def desk(self, request: HttpRequest, title: str, poll: Poll | None) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            **{"title": title, "subtitle": None, "opts": self.opts, "poll": poll},
        }


def opening(form: PollForm, now: datetime) -> Effects:
    """What will happen when this poll is opened: a message to each, and what speaks against its dates."""
    against = [
        f"{words.day(result.date.starts_at)}: {clash}"
        for result in poll_results.ahead(form.instance, form.dates)
        for clash in result.clashes
    ]
    return Effects({"meetings/poll_opened": polls.asked(now).count()}, 0, 0, against)


def leave(poll: Poll, now: datetime) -> str:
    """Say how many messages wait, and until when."""
    first = polls.held(poll, now).order_by("next_attempt_at").first()
    return letters(polls.held(poll, now).count(), f"leave at {words.time(first.next_attempt_at)}") if first else ""


def to(poll: Poll) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:meetings_poll_change", args=[poll.pk]))
