"""The page of the search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.access import current_member

from ..finding import find
from ..forms.finding import FindForm


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find words in what meetings said, as far as this member may read it."""
    member = current_member(request)
    form = FindForm(request.GET if "words" in request.GET else None)
    words = form.cleaned_data["words"] if form.is_valid() else []
    answer = find(member, words, request.GET.get("after", "")) if words else None
    context = {"form": form, "answer": answer, "asked": request.GET.get("words", ""), "after": request.GET.get("after")}
    return render(request, "minutes/search.html", context, status=422 if form.errors else 200)
