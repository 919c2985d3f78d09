"""Members read the minutes as they were published, also earlier versions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.models import Meeting
from members.access import current_member

from ..actions import as_read
from ..models import MinutesVersion


@require_safe
def read(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """Show the minutes of a meeting: the latest version, or the one of this number."""
    member = current_member(request)
    meeting = get_object_or_404(Meeting.objects.visible_to(member), slug=slug)
    versions = list(MinutesVersion.objects.standing().filter(minutes__meeting=meeting).defer("text"))
    wanted = number if number is not None else versions[0].number if versions else 0
    version = get_object_or_404(MinutesVersion.objects.standing(), minutes__meeting=meeting, number=wanted)
    context = {"meeting": meeting, "version": version, "versions": versions, "is_latest": version == versions[0]}
    context["actions"] = as_read(version, member, timezone.localdate())
    return render(request, "minutes/read.html", context)
