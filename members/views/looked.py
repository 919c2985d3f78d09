"""Who has looked at one's record, in words, the latest first."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from look import words

from .. import record_views
from ..access import own_entry

PER_PAGE = 50
COLUMNS = ("When", "Who", "What they opened")


@require_safe
def looked(request: HttpRequest) -> HttpResponse:
    """List each look at one's own record by a coordinator or an auditor."""
    page = Paginator(record_views.of(own_entry(request)), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(words.moment(each.at), each.by_name, each.page) for each in page.object_list]
    return render(request, "members/profile/looked.html", {"page": page, "rows": rows, "columns": COLUMNS})
