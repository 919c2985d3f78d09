"""Meetings on the coordinators' desk: planned in one form, and each deed says first how many messages will leave."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from accounts.access import current_user
from look import words
from look.sent import number

from .. import effects, going_ahead, planning, undoing
from ..effects import Effects
from ..forms.conflict import Conflict
from ..forms.planning import CancelForm, PlanForm
from ..models import Meeting, Reversal
from ..plans import Refusal, Refused
from ..series import suggesting
from ..words import Mode
from .cycle import parts
from .deeds import DEEDS
from .handing_over import HandOverPages
from .years import to_series, typed


@admin.register(Meeting)
class MeetingAdmin(HandOverPages):
    list_display = ("title", "when", "status", "answers", "waiting", "who_comes")
    list_filter = ("status", "mode")
    list_select_related = ("venue",)
    search_fields = ("title", "slug", "programme")
    leads_on = ("who_comes",)
    date_hierarchy = "starts_at"
    actions = None

    @admin.display(description="when", ordering="starts_at")
    def when(self, meeting: Meeting) -> str:
        return words.period(meeting.starts_at, meeting.ends_at)

    @admin.display(description="coming")
    def answers(self, meeting: Meeting) -> str:
        room = f"{meeting.room_taken} of {meeting.room_capacity} in the room"
        online = f"{meeting.online_taken} online"
        return {Mode.ROOM: room, Mode.ONLINE: online, Mode.HYBRID: f"{room}, {online}"}[Mode(meeting.mode)]

    @admin.display(description="waiting")
    def waiting(self, meeting: Meeting) -> int:
        return meeting.in_line  # type: ignore[attr-defined]

    @admin.display(description="")
    def who_comes(self, meeting: Meeting) -> str:
        return format_html('<a href="{}">Who comes</a>', reverse("admin:meetings_meeting_who", args=[meeting.pk]))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        in_line = Count("rsvps", filter=Q(rsvps__turn__isnull=False))
        return super().get_queryset(request).annotate(in_line=in_line)

    def has_delete_permission(self, request: HttpRequest, obj: Meeting | None = None) -> bool:
        """Meetings are cancelled, never deleted."""
        return False

    def get_urls(self) -> list[URLPattern]:
        deed, undo = self.admin_site.admin_view(self.deed), self.admin_site.admin_view(require_POST(self.undo))
        return [
            path("<int:pk>/deed/<slug:name>/", deed, name="meetings_meeting_deed"),
            path("undo/<int:reversal>/", undo, name="meetings_meeting_undo"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Plan a meeting as a draft."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.plan(request, Meeting(), suggesting.as_last_time(timezone.now()))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Change a meeting; what people travel by is a move, and says first how many messages will leave."""
        if not self.has_change_permission(request):
            return self.looked_at(request, object_id)
        return self.plan(request, self.found(request, object_id))

    def plan(self, request: HttpRequest, meeting: Meeting, initial: Any = None) -> HttpResponse:
        """One form for all of it. Nothing typed is lost: a refusal stands above the form as it was filled in."""
        now, by = timezone.now(), current_user(request)
        form = PlanForm(request.POST if request.method == "POST" else None, instance=meeting, initial=initial)
        if request.method != "POST" or not form.is_valid() or "back" in request.POST:
            return self.form_page(request, form, now=now)

        def deed() -> Meeting:
            if form.instance.pk:
                return planning.change(form.seen(), now, by=by, **form.plan())
            return planning.create(now, by=by, **form.plan())

        try:
            foreseen = effects.foresee(lambda: [deed()], now) if form.instance.pk else None
            if foreseen and request.POST.get("confirmed") != foreseen.seal:
                return self.confirm_page(request, form, foreseen)
            return self.done(request, deed(), now)
        except Refused as refused:
            if refused.reason == Refusal.CONFLICT:
                return self.form_page(request, *form.against(self.found(request, form.instance.pk)), now=now)
            form.refuse(refused)
            return self.form_page(request, form, now=now)

    def form_page(
        self, request: HttpRequest, form: PlanForm, conflict: Conflict | None = None, *, now: datetime
    ) -> HttpResponse:
        meeting = Meeting.objects.filter(pk=form.instance.pk).select_related("venue").first()
        context = self.desk(request, str(meeting) if meeting else "Plan a meeting")
        context |= {"form": form, "meeting": meeting, "parts": parts(meeting, now) if meeting else []}
        context["waits"] = undoing.waiting([meeting], now) if meeting else []
        context["changes"] = meeting.changes.all() if meeting else []
        context |= {"conflict": conflict, "wrong": bool(form.errors or conflict)}
        status = 422 if context["wrong"] else 200
        return TemplateResponse(request, "admin/meetings/meeting/plan.html", context, status=status)

    def confirm_page(self, request: HttpRequest, form: PlanForm, foreseen: Effects) -> HttpResponse:
        """Say what will happen, and keep what was typed until it is confirmed."""
        context = self.desk(request, f"Change {form.instance}")
        context |= {"meeting": form.instance, "typed": typed(request), "effects": foreseen}
        return TemplateResponse(request, "admin/meetings/meeting/confirm.html", context)

    def deed(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Say what a deed does and how many messages would leave; a POST does it."""
        meeting, now, by = self.found(request, pk), timezone.now(), current_user(request)
        if name not in DEEDS:
            raise Http404
        deed = DEEDS[name]
        form = CancelForm(request.POST if request.method == "POST" else None) if deed.asks_why else None
        why = form.cleaned_data["why"] if form and form.is_valid() else ""
        if request.method == "POST" and (form is None or why):
            meeting.version = number(request.POST.get("version"))
            try:
                deed.verb(meeting, why, now, by)
            except Refused as refused:
                messages.error(request, str(refused))
                return to(meeting)
            return self.done(request, meeting, now, deed.done)
        return self.deed_page(request, meeting, name, form, now)

    def deed_page(
        self, request: HttpRequest, meeting: Meeting, name: str, form: CancelForm | None, now: datetime
    ) -> HttpResponse:
        deed, refusal, by = DEEDS[name], "", current_user(request)
        foreseen = None
        try:
            foreseen = effects.foresee(lambda: [deed.verb(meeting, "", now, by)], now)
        except Refused as refused:
            refusal = str(refused)
        context = self.desk(request, f"{deed.label}: {meeting}")
        context |= {"meeting": meeting, "deed": deed, "form": form, "refusal": refusal, "effects": foreseen}
        context["facts"] = going_ahead.facts(meeting, now) if name == "going-ahead" else None
        status = 422 if form and form.errors else 200
        return TemplateResponse(request, "admin/meetings/meeting/deed.html", context, status=status)

    def done(self, request: HttpRequest, meeting: Meeting, now: datetime, what: str = "is saved") -> HttpResponse:
        """Say what was done, and when its messages leave; how to undo it stands on the page that follows."""
        count = effects.written([meeting], now).total()
        waits = undoing.waiting([meeting], now)
        when = f"leave at {waits[0].when}" if waits and waits[0].count else "are on their way"
        messages.success(request, f"{meeting} {what}. {letters(count, when)}")
        return to(meeting)

    def undo(self, request: HttpRequest, reversal: int) -> HttpResponse:
        """Take a deed back, or let its messages leave before their ten minutes are over."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        found, now, by = get_object_or_404(Reversal, pk=reversal), timezone.now(), current_user(request)
        try:
            if "go" in request.POST:
                messages.success(request, letters(undoing.let_go(found, now), "are on their way"))
            else:
                undoing.undo(found, by, now)
                messages.success(request, f"Undone: {found}. Everything is as it was, and nothing leaves.")
        except undoing.Refused as refused:
            messages.error(request, str(refused))
        if series := number(request.POST.get("series")):
            return to_series(series)
        return to(Meeting.objects.filter(pk__in=undoing.pks_of(found)).order_by("starts_at").first())


def letters(count: int, when: str) -> str:
    if count == 1:
        return f"1 message {when.replace('are', 'is').replace('leave', 'leaves').replace('their', 'its')}."
    return f"{count or 'No'} messages {when}."


def to(meeting: Meeting | None) -> HttpResponse:
    if meeting is None:
        return HttpResponseRedirect(reverse("admin:meetings_meeting_changelist"))
    return HttpResponseRedirect(reverse("admin:meetings_meeting_change", args=[meeting.pk]))
