"""What members see of meetings: what is coming, what is past, and one meeting with everything about it."""

from datetime import datetime

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from members import eligibility
from members.access import current_member
from members.models import Member

from .. import calendars, figures, home, numbers, own_certificates, polls
from ..access import is_open_to_others, person_and_meeting, person_of
from ..models import Meeting, Poll
from ..sections import Section, sections

PAGE_SIZE = 20


@require_safe
def coming(request: HttpRequest) -> HttpResponse:
    """List the meetings to come, soonest first, each with one's own answer; the untrained see what is open to them."""
    if is_open_to_others(request):
        return redirect("meetings:open")
    member = current_member(request)
    found = Meeting.objects.visible_to(member).upcoming(timezone.now()).select_related("venue")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    asked = set(polls.unanswered_by(member).values_list("pk", flat=True))
    context = {"polls": Poll.objects.visible_to(member).open(), "asked": asked}
    return render(request, "meetings/list.html", {"page": page, "entries": home.entries(page, member), **context})


@require_safe
def open_events(request: HttpRequest) -> HttpResponse:
    """List the training events that are open to people who are not trained yet, for everybody with a row."""
    member = person_of(request)
    found = Meeting.objects.open_to_untrained().upcoming(timezone.now()).select_related("venue")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "meetings/open.html", {"page": page, "entries": home.entries(page, member)})


@require_safe
def past(request: HttpRequest) -> HttpResponse:
    """List the meetings that are over, latest first."""
    member = current_member(request)
    found = Meeting.objects.visible_to(member).past(timezone.now()).select_related("venue")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "meetings/past.html", {"page": page, "entries": home.entries(page, member)})


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one meeting: when, where, who comes, and the answer as one tap."""
    return whole(request, *person_and_meeting(request, slug), timezone.now())


def whole(
    request: HttpRequest, member: Member, meeting: Meeting, now: datetime, **mistaken: forms.BaseForm
) -> HttpResponse:
    """The whole page of a meeting, as this member sees it now; a `mistaken` form stands as it was sent, by its name."""
    eligible = eligibility.refusal(member, timezone.localdate(now)) is None
    shown = home.panel(meeting, member, now)
    context = {
        **vars(shown),
        "join_link": home.join_link(meeting, shown.rsvp),
        "numbers": numbers.of(meeting, now),
        "eligible": eligible,
        "names": numbers.names(meeting, now) if eligible else [],
        "over": meeting.ends_at <= now,
        "came": figures.came([meeting]).get(meeting.pk),
        "sections": sections(meeting, member, now) if eligible else own(meeting, member, now),
        "wrong": bool(mistaken),
        **mistaken,
    }
    return render(request, "meetings/detail.html", context, status=422 if mistaken else 200)


def own(meeting: Meeting, member: Member, now: datetime) -> list[Section]:
    """What somebody who is not trained yet sees below their answer: their certificate, once they have been there."""
    certificate = own_certificates.on_meeting(meeting, member, now)
    return [certificate] if certificate else []


@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the programme of a meeting as a sheet to print."""
    _, meeting = person_and_meeting(request, slug)
    return render(request, "meetings/programme.html", {"meeting": meeting})


@require_safe
def ics(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the meeting for one's calendar; the link to join only to those who hold a place."""
    (member, meeting), now = person_and_meeting(request, slug), timezone.now()
    link = home.join_link(meeting, home.panel(meeting, member, now).rsvp)
    response = HttpResponse(calendars.one(meeting, link), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{meeting.slug}.ics"'
    return response
