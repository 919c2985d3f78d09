"""The members' directory: a question as a sentence, its answer in pages and on a map; one person's entry and card."""

from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from django_htmx.http import push_url
from django_htmx.middleware import HtmxDetails

from accounts.access import current_user

from .. import exports
from ..access import current_member
from ..chains import Chains
from ..directory import Entry, readable, shown
from ..finding import pages, vcard
from ..finding.areas import anywhere, areas_found
from ..finding.question import Question
from ..forms.directory import IN_ADDRESS, NAMES, DirectoryForm
from ..models import Member
from ..models.member import MemberQuerySet
from ..places import requests

# In the address of a list that is made for paper.
PRINT = "print"


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


@require_safe
def directory(request: HtmxRequest) -> HttpResponse:
    """List whom the viewer may see, as they show themselves; htmx asks for the results alone."""
    viewer, on = current_member(request), timezone.localdate()
    turned = any(request.GET.get(name) for name in ("after", "before", PRINT))
    if pages.opened_too_many(viewer) if turned else pages.searched_too_often(viewer):
        return enough(request, searching=not turned)
    everyone = Member.objects.visible_to(viewer, on)
    form = DirectoryForm(request.GET, everyone)
    question = form.question() if form.is_valid() else None
    found = question.among(everyone, on) if question else everyone.none()
    page = pages.page_of(
        readable(found, on), everyone, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    here = address(question or Question())
    context = {
        **{"form": form, "count": pages.count_of(found, page), "entries": entries_of(page.people, on)},
        **asking(request, viewer, on),
        "earlier": turned_to(here, before=page.before),
        "later": turned_to(here, after=page.after),
        "asked": question is None or bool(question.parts()),
        "areas": areas_found(question or Question(), anywhere(question, page, everyone, on), on, address),
        "loosened": loosened(question, everyone, on) if question and not page.people else [],
        "everywhere": address(question.without("area")) if question and question.area else "",
        "kept": request.build_absolute_uri(here),
        "to_print": for_paper(request, len(page.people)),
    }
    live = request.htmx and not request.htmx.history_restore_request
    response = render(request, f"members/directory/{'results' if live else 'directory'}.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return push_url(response, here) if live else response


def asking(request: HttpRequest, viewer: Member, on: date) -> dict[str, object]:
    """Whom somebody does not ask for a place, what they would ask others for, and where they come from."""
    asked = {"not_asked": requests.not_asked(viewer, on), "purpose": requests.usual_purpose(viewer)}
    return {**asked, "back": request.get_full_path()}


def for_paper(request: HttpRequest, people: int) -> str:
    """The address of this list for paper, empty on that page itself: a list that leaves is written down."""
    if not request.GET.get(PRINT):
        asked = request.GET.copy()
        asked[PRINT] = "1"
        return f"{request.path}?{asked.urlencode()}"
    if people and exports.leaves(request):
        exports.record(current_user(request), "List from the directory", people, timezone.now())
    return ""


def entries_of(people: list[Member], on: date) -> list[Entry]:
    chains = Chains()
    return [shown(member, on, chains) for member in people]


def address(question: Question) -> str:
    """The address of this question without what it leaves open, to keep or to send to a colleague."""
    said = {IN_ADDRESS.get(part, part): value_of(getattr(question, part)) for part in question.parts()}
    path = reverse("members:directory")
    return f"{path}?{urlencode(said)}" if said else path


def value_of(part: Any) -> str:
    return str(getattr(part, "pk", part))


def turned_to(here: str, **mark: str) -> str:
    joined = "&" if "?" in here else "?"
    return f"{here}{joined}{urlencode(mark)}" if all(mark.values()) else ""


class Looser(NamedTuple):
    name: str
    found: pages.Count
    address: str


def loosened(question: Question, everyone: MemberQuerySet, on: date) -> list[Looser]:
    """What could be left out, with how many would then be found; most first."""
    wider = [(part, question.without(part)) for part in question.parts()]
    found = [Looser(NAMES[part], pages.count(less.among(everyone, on)), address(less)) for part, less in wider]
    return sorted((each for each in found if each.found.number), key=lambda each: -each.found.number)


@require_safe
def member(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one person's entry, as they show it to members."""
    viewer, on = current_member(request), timezone.localdate()
    person = get_object_or_404(readable(Member.objects.visible_to(viewer, on), on), public_id=public_id)
    if person.pk != viewer.pk and pages.opened_too_many(viewer):
        return enough(request)
    context = {"entry": shown(person, on), "own": person.pk == viewer.pk, **asking(request, viewer, on)}
    return render(request, "members/directory/member.html", context)


@require_safe
def card(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same entry as a card for an address book; `?version=3.0` for programs that know no other."""
    viewer, on = current_member(request), timezone.localdate()
    person = get_object_or_404(readable(Member.objects.visible_to(viewer, on), on), public_id=public_id)
    if person.pk != viewer.pk and pages.opened_too_many(viewer):
        return enough(request)
    version = "3.0" if request.GET.get("version") == "3.0" else "4.0"
    page = request.build_absolute_uri(person.get_absolute_url())
    response = HttpResponse(vcard.card(shown(person, on), page, version=version), "text/vcard; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{person.public_id}.vcf"'
    return response


def enough(request: HttpRequest, *, searching: bool = False) -> HttpResponse:
    """Whoever reads as many as this in an hour copies the directory."""
    return render(request, "members/directory/enough.html", {"searching": searching}, status=429)
