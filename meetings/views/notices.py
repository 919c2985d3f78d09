"""What coordinators have written to members, kept to be read again."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from members.access import current_member

from ..models import Notice

PAGE_SIZE = 20


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """List the notices that this member may read, latest first."""
    member = current_member(request)
    found = Notice.objects.visible_to(member).select_related("meeting").order_by("-sent_at", "-pk")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "meetings/notices/notices.html", {"page": page})


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one notice."""
    member = current_member(request)
    found = get_object_or_404(Notice.objects.visible_to(member).select_related("meeting"), pk=pk)
    return render(request, "meetings/notices/notice.html", {"notice": found})
