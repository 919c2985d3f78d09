"""Home: what a visitor reads, and what waits for someone who is signed in."""

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import addresses
from meetings.access import keeps_a_record
from meetings.home import next_meeting_of
from meetings.models import Meeting, Notice
from members import coordinators, eligibility
from members.access import member_of
from members.models import Application, Member
from members.my_pathway import next_at_home
from members.next_step import next_step_of
from members.places.home import way_to_supervisor
from members.stages import SUPERVISING, Standing
from members.standing_words import in_words

from .. import waiting
from .public import visitor_home

NOTICES = 3
# Whose next step is on their pathway.
ON_THE_WAY = (Standing.TRAINED, Standing.TRAINING_CASES)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The public front page for a visitor; for someone signed in the next meeting, their standing, what waits.

    A service lead who is nothing else in the network has a page of counts, and no other.
    """
    if not request.user.is_authenticated:
        return visitor_home(request)
    if member_of(request) is None and not request.user.is_staff and coordinators.is_service_lead(request.user):
        return redirect("members:counts")
    return signed_in_home(request)


def signed_in_home(request: HttpRequest) -> HttpResponse:
    """Everybody has a home, also who has not applied yet, and a coordinator who is no member."""
    assert request.user.is_authenticated  # noqa: S101  asked above
    member, now = member_of(request), timezone.now()
    on, is_coordinator = timezone.localdate(now), request.user.is_staff and coordinators.is_coordinator(request.user)
    application = Application.objects.filter(user=request.user).order_by("-created_at", "-pk").first()
    refusal = eligibility.refusal(member, on)
    panel = next_meeting_of(member, now) if member and not refusal else None
    todo = waiting.for_account(request.user, now)
    todo += waiting.for_unreachable(request.user, member)
    todo += waiting.for_coordinator(request.user, now) if is_coordinator else []
    todo += waiting.for_applicant(application)
    step = waiting.step_of_leaver(request.user, now) or next_step_of(
        member, application, refusal, is_coordinator=is_coordinator
    )
    context: dict[str, object] = {
        "member": member,
        "eligible": refusal is None,
        "application": application,
        "step": step,
        "panel": panel,
        "todo": todo,
        "open_events": open_events(member, now),
        "keeps_a_record": member is not None and keeps_a_record(member),
    }
    if member and not refusal:
        context |= of_member(member, context["step"], now)
        todo += waiting.of_eligible(member, now, panel.meeting if panel else None)
    todo += waiting.for_owner(member, now)  # ready, and nothing to answer: after all that is
    return render(request, "home/home.html", context)


def of_member(member: Member, step: object, now: datetime) -> dict[str, object]:
    """What only somebody who may take part has on their home."""
    on = timezone.localdate(now)
    return {
        "step": next_at_home(member, on) if member.standing in ON_THE_WAY else step,
        "standing": in_words(member.standing, member.evidence.all(), on),
        "notices": list(Notice.objects.visible_to(member).order_by("-sent_at", "-pk")[:NOTICES]),
        "actions": waiting.promises_of(member, now),
        "way": way_to_supervisor(member, on),
        "supervises": member.standing in SUPERVISING,
        "only_one_address": member.user is not None and not addresses.recovery(member.user),
    }


def open_events(member: Member | None, now: datetime) -> int:
    """How many training events somebody may come to who is not trained yet."""
    if eligibility.absence(member, timezone.localdate(now)):
        return 0
    return Meeting.objects.open_to_untrained().published().upcoming(now).count()
