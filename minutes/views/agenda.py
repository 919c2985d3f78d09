"""Members propose what to talk about; whoever prepares the meeting decides, orders and times."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import current_user
from meetings.access import helped_meeting, runs_meetings
from meetings.models import Meeting
from members.access import current_member, member_of
from members.gate import names_for

from .. import agenda, timing
from ..access import WRITING
from ..forms.agenda import DeclineForm, ItemForm, ProposeForm, TimeForm
from ..models import AgendaItem

READ_AND_POST = ["GET", "HEAD", "POST"]


@require_http_methods(READ_AND_POST)
def propose(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Take a proposal for this meeting, or without a name for the next one."""
    member, now = current_member(request), timezone.now()
    meeting = get_object_or_404(Meeting.objects.visible_to(member), slug=slug) if slug else None
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            agenda.propose(meeting, member, form.cleaned_data["title"], now)
        except agenda.Refused as refused:
            form.add_error(None, refused.reason.label)
        else:
            messages.success(request, agenda.PROPOSED)
            return redirect(f"{meeting.get_absolute_url()}#agenda" if meeting else "minutes:propose_next")
    context = {
        "form": form,
        "meeting": meeting,
        "refusal": agenda.refusal(meeting, member, now),
        "mine": member.agenda_items.proposed().filter(meeting=meeting),
    }
    return render(request, "minutes/agenda/propose.html", context, status=422 if form.errors else 200)


@require_POST
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back one's own proposal."""
    member = current_member(request)
    item = get_object_or_404(AgendaItem.objects.select_related("meeting"), public_id=public_id, proposed_by=member)
    try:
        agenda.take_back(item, member)
        messages.success(request, "Taken back.")
    except agenda.Refused as refused:
        messages.error(request, refused.reason.label)
    return redirect(f"{item.meeting.get_absolute_url()}#agenda" if item.meeting else "minutes:propose_next")


@require_http_methods(READ_AND_POST)
def arrange(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the agenda as it is being made; a POST adds an item."""
    meeting, now = helped_meeting(request, slug, *WRITING), timezone.now()
    form = ItemForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        agenda.add(meeting, form.cleaned_data["title"], form.cleaned_data["minutes"], now)
        messages.success(request, "Added at the end of the agenda.")
        return redirect("minutes:arrange", meeting.slug)
    return arrange_page(request, meeting, form)


def arrange_page(request: HttpRequest, meeting: Meeting, form: ItemForm, wrong: str = "") -> HttpResponse:
    items = list(meeting.agenda.on_the_agenda().select_related("carried_from__meeting", "proposed_by"))
    proposed = list(meeting.agenda.proposed().select_related("proposed_by"))
    by = [item.proposed_by for item in [*items, *proposed] if item.proposed_by]
    names = names_for(member_of(request), by, timezone.localdate(), at_the_desk=runs_meetings(request))
    context = {
        "meeting": meeting,
        "form": form,
        "lines": [(line, names.get(line.item.proposed_by_id or 0, "")) for line in timing.lines(meeting, items)],
        "total": timing.total(meeting, items),
        "too_long": timing.too_long(meeting, items),
        "proposed": [(item, names.get(item.proposed_by_id or 0, "")) for item in proposed],
        "wrong": wrong,
    }
    return render(request, "minutes/agenda/arrange.html", context, status=422 if form.errors or wrong else 200)


Deed = Callable[[HttpRequest, AgendaItem, datetime], str]


def accept(request: HttpRequest, item: AgendaItem, now: datetime) -> str:
    agenda.accept(item)
    return "On the agenda, at its end."


def decline(request: HttpRequest, item: AgendaItem, now: datetime) -> str:
    form = DeclineForm(request.POST)
    if not form.is_valid():
        raise Wrong(str(form.errors["why"][0]))
    agenda.decline(item, form.cleaned_data["why"], now, current_user(request))
    return "Not on the agenda."


def set_time(request: HttpRequest, item: AgendaItem, now: datetime) -> str:
    form = TimeForm(request.POST)
    if not form.is_valid():
        raise Wrong(str(form.errors["minutes"][0]))
    agenda.time(item, form.cleaned_data["minutes"])
    return ""


def up(request: HttpRequest, item: AgendaItem, now: datetime) -> str:
    agenda.move(item, up=True)
    return ""


def down(request: HttpRequest, item: AgendaItem, now: datetime) -> str:
    agenda.move(item, up=False)
    return ""


def remove(request: HttpRequest, item: AgendaItem, now: datetime) -> str:
    agenda.remove(item)
    return f"“{item.title}” is off the agenda."


DEEDS: dict[str, Deed] = {
    "accept": accept,
    "decline": decline,
    "time": set_time,
    "up": up,
    "down": down,
    "remove": remove,
}


class Wrong(Exception):
    """What was typed cannot be taken; the words say why."""


@require_POST
def item(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Do one thing with one item: the button says what."""
    meeting = helped_meeting(request, slug, *WRITING)
    found = get_object_or_404(
        AgendaItem.objects.select_related("proposed_by__user"), meeting=meeting, public_id=public_id
    )
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        raise Http404
    try:
        if said := deed(request, found, timezone.now()):
            messages.success(request, said)
    except agenda.Refused as refused:
        messages.error(request, refused.reason.label)
    except Wrong as wrong:
        return arrange_page(request, meeting, ItemForm(), f"{found.title}: {wrong}")
    return redirect(f"{reverse('minutes:arrange', args=[meeting.slug])}#item-{found.public_id}")
