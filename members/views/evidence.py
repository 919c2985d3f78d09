"""One's own evidence: adding a fact, reading one, correcting it, taking it back."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User

from .. import evidence as verbs
from ..access import member_of, own_entry
from ..evidence_words import piece_of, waits_for
from ..forms.evidence import EvidenceForm
from ..kinds import ASKS, BY_SLUG, Ask, groups_for
from ..models import Evidence
from ..stages import EvidenceKind, Standing


@require_safe
def pathway_add(request: HttpRequest) -> HttpResponse:
    """Choose what to add: first what fits how far one has come."""
    member = own_entry(request)
    context = {"groups": groups_for(Standing(member.standing)), "no_adding": verbs.refusal_to_add(member)}
    return render(request, "members/pathway/add.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def pathway_add_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """One short form; what is added counts once somebody else has verified it."""
    ask, member = asked(kind), own_entry(request)
    form = EvidenceForm(posted(request), ask=ask, member=member, on=timezone.localdate())
    if form.is_valid() and (added := add(request, form)):
        messages.success(request, f"Added: {added}. {waits_for(added)}")
        return redirect("members:pathway")
    context = {"ask": ask, "form": form, "no_adding": verbs.refusal_to_add(member)}
    return render(request, "members/pathway/add_kind.html", context, status=422 if form.errors else 200)


@require_safe
def evidence(request: HttpRequest, public_id: str) -> HttpResponse:
    """One fact: what it says, how it stands, what it corrected or was corrected by."""
    item = own(request, public_id)
    correction = getattr(item, "correction", None)
    context = {
        "item": item,
        "piece": piece_of(item, is_being_corrected=correction is not None),
        "correction": item.superseded_by or correction,
        "refusal": verbs.refusal_to_change(item, signed_in(request)),
    }
    return render(request, "members/pathway/evidence.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Correct a fact: the old one stays in the history, and counts until the correction is verified."""
    old = own(request, public_id)
    if reason := verbs.refusal_to_change(old, signed_in(request)):
        messages.error(request, reason.label)
        return redirect("members:evidence", old.public_id)
    ask = ASKS[EvidenceKind(old.kind)]
    form = EvidenceForm(posted(request), ask=ask, member=old.member, on=timezone.localdate(), old=old)
    if form.is_valid() and (added := add(request, form, old)):
        messages.success(request, f"Corrected: {added}. {waits_for(added)}")
        return redirect("members:pathway")
    context = {"ask": ask, "form": form, "old": old}
    return render(request, "members/pathway/evidence_change.html", context, status=422 if form.errors else 200)


@require_POST
def evidence_take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back what nobody has verified."""
    item = own(request, public_id)
    try:
        verbs.take_back(item, signed_in(request), timezone.now())
    except verbs.Refused as refused:
        messages.error(request, refused.reason.label)
        return redirect("members:evidence", item.public_id)
    messages.success(request, f"Taken back: {item}.")
    return redirect("members:pathway")


def add(request: HttpRequest, form: EvidenceForm, old: Evidence | None = None) -> Evidence | None:
    """Claim what was typed, or correct with it; None when it is refused, and the form says why."""
    item, by, now = form.item(), signed_in(request), timezone.now()
    try:
        return verbs.correct(old, item, by, now) if old else verbs.claim(item, by, now)
    except verbs.Refused as refused:
        form.refuse(cast(verbs.Refusal, refused.reason))
        return None


def own(request: HttpRequest, public_id: str) -> Evidence:
    """A fact about the person who is signed in; anybody else's is not there."""
    said = ("member", "pathway", "supervision__supervisor", "supervision__outside")
    found = Evidence.objects.select_related(*said, "corrects", "superseded_by", "correction")
    return get_object_or_404(found, public_id=public_id, member=member_of(request))


def asked(kind: str) -> Ask:
    if kind not in BY_SLUG:
        raise Http404
    return BY_SLUG[kind]


def posted(request: HttpRequest) -> object:
    return request.POST if request.method == "POST" else None


def signed_in(request: HttpRequest) -> User:
    """Whoever is not signed in was sent to sign in before this page."""
    return cast(User, request.user)
