"""The members' directory: search, filters, pages; and one person's entry."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.http import push_url
from django_htmx.middleware import HtmxDetails

from ..access import current_member
from ..directory import readable, shown
from ..forms.directory import DirectoryFilter
from ..models import Member

PAGE_SIZE = 20


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


@require_safe
def directory(request: HtmxRequest) -> HttpResponse:
    """List whom the viewer may see, as they show themselves; htmx asks for the results alone."""
    viewer, on = current_member(request), timezone.localdate()
    people = Member.objects.visible_to(viewer, on).by_name()
    filters = DirectoryFilter(request.GET, people)
    found = filters.qs if filters.is_valid() else people.none()
    page = Paginator(readable(found), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": filters.form,
        "page": page,
        "entries": [shown(member, on) for member in page],
        "asked": any(request.GET.get(name) for name in filters.filters),
    }
    live = request.htmx and not request.htmx.history_restore_request
    response = render(
        request, "members/directory/results.html" if live else "members/directory/directory.html", context
    )
    patch_vary_headers(response, ["HX-Request"])
    return push_url(response, address(request)) if live else response


def address(request: HttpRequest) -> str:
    """The address of this question without what was left empty, to keep or to send to a colleague."""
    question = request.GET.copy()
    for name in [name for name, value in question.items() if not value]:
        del question[name]
    return f"{request.path}?{question.urlencode()}" if question else request.path


@require_safe
def member(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one person's entry, as they show it to members."""
    viewer, on = current_member(request), timezone.localdate()
    person = get_object_or_404(readable(Member.objects.visible_to(viewer, on)), public_id=public_id)
    context = {"entry": shown(person, on), "own": person.pk == viewer.pk}
    return render(request, "members/directory/member.html", context)
