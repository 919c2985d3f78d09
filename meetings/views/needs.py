"""What people need: told with consent and taken back in one press; who needs what, for the one who must act on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from members.access import current_member
from members.models import Member

from .. import needs as needed
from .. import taking_part
from ..access import person_of
from ..forms.needs import NeedsForm
from ..models import Meeting


@require_http_methods(["GET", "HEAD", "POST"])
def needs(request: HttpRequest) -> HttpResponse:
    """Tell what one needs, change it, or take it back."""
    member, now = person_of(request), timezone.now()
    meeting = meeting_behind(request, member)
    form = NeedsForm(request.POST if request.method == "POST" else None, member=member)
    if request.method == "POST" and form.is_valid():
        needed.tell(member, form.kinds(), form.cleaned_data["other"], now)
        messages.success(request, "Saved. You can change it or take it back at any time.")
        return redirect(meeting or "meetings:needs")
    context = {"form": form, "state": needed.state(member), "meeting": meeting}
    return render(request, "meetings/needs.html", context, status=422 if form.errors else 200)


@require_POST
def nothing(request: HttpRequest) -> HttpResponse:
    """Say that one needs nothing, or take back in one press what one has told."""
    member, now = person_of(request), timezone.now()
    meeting, told = meeting_behind(request, member), needed.state(member) == needed.State.TOLD
    needed.take_back(member, now)
    messages.success(request, "Deleted. We know of nothing that you need." if told else "Noted: you need nothing.")
    return redirect(meeting or "meetings:needs")


@require_http_methods(["GET", "HEAD", "POST"])
def who_needs_what(request: HttpRequest, slug: str) -> HttpResponse:
    """How many need what; a POST shows the names to the coordinator of this meeting, and is written into its log."""
    member, now = current_member(request), timezone.now()
    meeting = get_object_or_404(Meeting.objects.announced(), slug=slug)
    if reason := needed.refusal(meeting, member, now):
        raise PermissionDenied(reason.label)
    context = {"meeting": meeting, "totals": needed.totals(meeting)}
    if request.method == "POST":
        context["people"] = needed.names(meeting, member, now)
    return render(request, "meetings/who_needs_what.html", context)


def meeting_behind(request: HttpRequest, member: Member) -> Meeting | None:
    """The meeting from whose page somebody came, to which they go back."""
    slug = request.POST.get("meeting") or request.GET.get("meeting", "")
    meeting = Meeting.objects.visible_to(member).filter(slug=slug[:40]).first()
    return meeting if meeting and taking_part.refusal(meeting, member, timezone.localdate()) is None else None
