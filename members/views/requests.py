"""Requests for places: asked with one press, read by the two of them, answered on the site or from the mail."""

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from accounts.link_pages import link_page

from .. import supervision
from ..access import current_member
from ..forms.places import NoteForm
from ..gate import HIDDEN
from ..models import Member, Offer, PlaceRequest
from ..models.places import OPEN_REQUESTS, RequestState
from ..places import home, known, requests, words
from ..places.history import history
from ..switches import Audience

WEEKS = (1, 2, 4, 8)
ENDS_AS = {"accept": RequestState.ACCEPTED, "decline": RequestState.DECLINED}


@require_POST
def offer_request(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for one place, at once; it can be taken back, and a word can be added, on the page that follows."""
    member = current_member(request)
    offer = get_object_or_404(Offer.objects.shown_to(Audience.MEMBERS), public_id=public_id)
    try:
        asked = requests.ask(offer, member, timezone.now())
    except requests.Refused as refused:
        messages.error(request, refused.reason.label)
        return redirect(where_from(request))
    name = known.names(member, [asked], timezone.localdate())[offer.supervisor_id]
    messages.success(request, f"{name} is asked for a place. We tell you as soon as there is an answer.")
    return redirect("members:request", asked.public_id)


def where_from(request: HttpRequest) -> str:
    """The question or the entry at which the button was pressed, and no other page."""
    said, directory = request.POST.get("back", ""), reverse("members:directory")
    return said if said.startswith(directory) and url_has_allowed_host_and_scheme(said, None) else directory


@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One request with its history, for who asked and for who is asked; each does here what is theirs to do."""
    member, now = current_member(request), timezone.now()
    found = get_object_or_404(requests.readable(requests.of(member), timezone.localdate(now)), public_id=public_id)
    is_mine = found.member_id == member.pk
    form = NoteForm(request.POST if "note" in request.POST else None, initial={"note": found.note})
    if request.method == "POST":
        if "note" in request.POST and not form.is_valid():
            return page(request, found, is_mine, form, status=422)
        try:
            if is_mine and "withdraw" in request.POST:
                requests.withdraw(found, member, now)
                messages.success(request, "Your request is taken back.")
            elif is_mine and "note" in request.POST:
                requests.add_note(found, member, form.cleaned_data["note"], now)
                messages.success(request, "Your note is saved.")
            elif not is_mine:
                take(found, request.POST.get("answer", ""), request.POST.get("weeks", ""), now)
        except (requests.Refused, supervision.Refused) as refused:
            messages.error(request, refused.reason.label)
        return redirect("members:request", public_id)
    return page(request, found, is_mine, form)


def page(request: HttpRequest, found: PlaceRequest, is_mine: bool, form: NoteForm, status: int = 200) -> HttpResponse:
    reader = found.member if is_mine else found.offer.supervisor
    context = {**about(found, reader), "is_mine": is_mine, "form": form, "another": home.directory_for(reader)}
    return render(request, "members/places/request.html", context, status=status)


def about(found: PlaceRequest, reader: Member) -> dict[str, object]:
    """What both pages say of a request to one of its sides: of one whose name they no longer read, nothing more."""
    names = known.names(reader, [found], timezone.localdate())
    asker, supervisor = names[found.member_id], names[found.offer.supervisor_id]
    return {
        **{"found": found, "offered": words.title(found.offer), "history": history(found, asker)},
        **{"asker": asker, "asker_is_known": asker != HIDDEN, "supervisor": supervisor},
        "free": words.places(found.offer, timezone.localdate()) if supervisor != HIDDEN else "",
        **{"is_open": found.state in OPEN_REQUESTS, "weeks": WEEKS},
        **{"is_held": found.state == RequestState.HELD, "in_training": words.in_training(found.offer)},
        "is_accepted": found.state == RequestState.ACCEPTED,
        "for_training": found.purpose == "training",
    }


def take(found: PlaceRequest, answer: str, weeks: str, now: datetime) -> None:
    """Record a supervisor's answer; whatever else is posted changes nothing, nor does the same answer once more."""
    try:
        if answer == "accept":
            requests.accept(found, now)
        elif answer == "decline":
            requests.decline(found, now)
        elif answer == "hold":
            requests.hold(found, until(weeks, timezone.localdate(now)), now)
    except requests.Refused:
        if not PlaceRequest.objects.filter(pk=found.pk, state=ENDS_AS.get(answer)).exists():
            raise


def until(weeks: str, on: date) -> date | None:
    return on + timedelta(weeks=int(weeks)) if weeks in map(str, WEEKS) else None


@link_page
def answer_request(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whoever holds the link of a mail for their answer; looking changes nothing."""
    found = requests.behind(token, timezone.localdate())
    # Nobody answers their own request, whoever's mail they are reading.
    if found is None or (found.member.user_id and found.member.user_id == request.user.pk):
        return render(request, "members/places/no_request.html", status=404)
    if request.method != "POST" or not request.POST.get("answer"):
        return render(request, "members/places/answer.html", about(found, found.offer.supervisor))
    try:
        take(found, request.POST["answer"], request.POST.get("weeks", ""), timezone.now())
    except (requests.Refused, supervision.Refused) as refused:
        found = requests.behind(token, timezone.localdate()) or found
        context = {**about(found, found.offer.supervisor), "refused": refused.reason.label}
        return render(request, "members/places/answer.html", context, status=409)
    return redirect("members:answer_request", token=token)
