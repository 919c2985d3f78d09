"""What a visitor sees: the network's own words, filled out with what is in the database."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from meetings.models import Meeting, Venue
from members import area_map
from members import contacts as relay
from members.contacts_answering import rota
from members.forms.contacts import NoteForm
from members.models import Area, Contact, Pathway
from members.pathways import limits_of
from members.views.contacts import known, refused

from .. import texts

TOLD_TO_VISITORS = (
    *("organisation", "site", "building", "address", "postcode", "by_road", "by_tram_or_bus", "parking", "step_free"),
    *("hearing_loop", "accessible_toilet", "quiet_room", "prayer_room", "sign_in"),
)


def visitor_home(request: HttpRequest) -> HttpResponse:
    """The front page for someone who is not signed in."""
    context = {
        "text": texts.of("home"),
        "meeting": next_meeting(timezone.now()),
        "map": drawn_areas(),
        "rhythm": settings.NETWORK_RHYTHM,
    }
    return render(request, "public/home.html", context)


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "public/page.html", {"text": texts.of("about")})


@login_not_required
@require_safe
def dit_and_ipt(request: HttpRequest) -> HttpResponse:
    return render(request, "public/page.html", {"text": texts.of("dit_and_ipt")})


@login_not_required
@require_safe
def network(request: HttpRequest) -> HttpResponse:
    return render(request, "public/network.html", {"text": texts.of("network"), "map": drawn_areas()})


@login_not_required
@require_safe
def when_and_where(request: HttpRequest) -> HttpResponse:
    """The next date, and how to get to its venue or, without one, to the first venue known."""
    meeting = next_meeting(timezone.now())
    venue = (meeting.venue if meeting else None) or Venue.objects.first()
    context = {
        "text": texts.of("when_and_where"),
        "meeting": meeting,
        "venue": venue,
        "directions": directions(venue) if venue else [],
        "rhythm": settings.NETWORK_RHYTHM,
    }
    return render(request, "public/when_and_where.html", context)


@login_not_required
@require_safe
def training_routes(request: HttpRequest) -> HttpResponse:
    """The routes with every figure's source; those that lead in first, then what comes after accreditation."""
    routes = list(Pathway.objects.current(timezone.localdate()).prefetch_related("requirements", "clocks"))
    context = {
        "text": texts.of("training_routes"),
        "ways_in": [route for route in routes if route.gives_entry],
        "afterwards": [route for route in routes if not route.gives_entry],
        "limits": limits_of(routes),
    }
    return render(request, "public/training_routes.html", context)


@login_not_required
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    on = timezone.localdate()
    today = rota(on)
    people = [(person, today.meanwhile(person)) for person in Contact.objects.current(on)]
    return render(request, "public/contacts.html", {"text": texts.of("contacts"), "people": people})


@login_not_required
@require_safe
def how_to_join(request: HttpRequest) -> HttpResponse:
    return render(request, "public/how_to_join.html", {"text": texts.of("how_to_join")})


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "public/page.html", {"text": texts.of("privacy"), "dated": True})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/page.html", {"text": texts.of("accessibility"), "dated": True})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def complaints(request: HttpRequest) -> HttpResponse:
    """How to complain, with a form for complaints about the use of data."""
    now = timezone.now()
    form = NoteForm(
        request.POST if request.method == "POST" else None, now=now, initial=known(request), submit="Send complaint"
    )
    if status := refused(request, form):
        return render(request, "public/complaints.html", {"text": texts.of("complaints"), "form": form}, status=status)
    relay.complain(form.note(), now, request.user if request.user.is_authenticated else None)
    return redirect("complaint_sent")


@login_not_required
@require_safe
def complaint_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "public/complaint_sent.html")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read what visitors read; everything else needs a person anyway."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in ("/account/", "/accounts/", "/admin/", "/contacts/*/"))]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a hole (RFC 9116)."""
    expires = timezone.now().replace(microsecond=0) + timedelta(days=180)
    contact = settings.PUBLIC_ADDRESS.rstrip("/") + reverse("contacts")
    text = f"Contact: {contact}\nExpires: {expires.isoformat()}\nPreferred-Languages: en\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def next_meeting(now: datetime) -> Meeting | None:
    """The next published meeting; a visitor is told its title, its date and its site, never the room or the link."""
    return Meeting.objects.published().upcoming(now).select_related("venue").first()


def directions(venue: Venue) -> list[tuple[str, str]]:
    """What a visitor is told of a venue, as far as it is known: how to find it, never the room."""
    fields = (field for field in Venue._meta.fields if field.name in TOLD_TO_VISITORS)
    found = ((str(field.verbose_name), getattr(venue, field.name)) for field in fields)
    return [(name[:1].upper() + name[1:], value) for name, value in found if value]


def drawn_areas() -> area_map.Map:
    return area_map.draw(Area.objects.all())
