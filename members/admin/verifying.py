"""The page of one fact in the admin: what it says, what became of it, and what a coordinator can do about it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts.access import current_user
from accounts.models import User
from look import words

from .. import evidence, prospects, standing
from ..forms.verifying import SetAsideForm, VerifyForm
from ..models import Evidence, Member
from ..models.evidence import SetAside
from ..stages import Against
from .keys import whole
from .pages import desk
from .read_only import ReadOnly

Refused = (standing.Refused, evidence.Refused)
RELATED = ("member__user", "pathway", "recorded_by", "supervision__supervisor", "supervision__outside")


class Deed(NamedTuple):
    """What a coordinator can do about a fact: its words, what it asks, why not, and the verb.

    The verb takes what the form asks for, or nothing when it is only rehearsed.
    """

    label: str
    effect: str
    done: str
    form: type[forms.Form]
    refusal: Callable[[Evidence, User, datetime], TextChoices | None]
    verb: Callable[[Evidence, User, str, datetime], Member]


def verify(fact: Evidence, by: User, said: str, now: datetime) -> Member:
    return standing.verify([fact], by, Against(said or Against.CERTIFICATE), now)


def set_aside(fact: Evidence, by: User, said: str, now: datetime) -> Member:
    return evidence.set_aside(fact, SetAside(said or SetAside.NO_PROOF), by, now).member


def undo(fact: Evidence, by: User, said: str, now: datetime) -> Member:
    return standing.undo(fact, by, now)


DEEDS = {
    "verify": Deed(
        "Verify",
        "It counts from now on. For 30 days you can undo this.",
        "verified",
        VerifyForm,
        lambda fact, by, now: standing.refusal(fact, by, timezone.localdate(now)),
        verify,
    ),
    "set-aside": Deed(
        "Set aside",
        "It does not count, stays in the history, and they can add it again. They read why.",
        "set aside",
        SetAsideForm,
        lambda fact, by, now: evidence.refusal_to_set_aside(fact, by),
        set_aside,
    ),
    "undo": Deed(
        "Undo this verification",
        "It counts as claimed again, as before it was verified. What it corrected counts again.",
        "no longer verified",
        forms.Form,
        standing.refusal_to_undo,
        undo,
    ),
}


class FactPages(ReadOnly):
    """Each page asks `refusal` for what to show; each POST calls the verb, which asks again."""

    def get_urls(self) -> list[URLPattern]:
        pages = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(partial(self.deed, name=name)), name=url_of(name))
            for name in DEEDS
        ]
        return [*pages, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Read one fact and its history; nothing is changed here."""
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        fact, now = self.found(request, object_id), timezone.now()
        said = [(url_of(name), each, each.refusal(fact, current_user(request), now)) for name, each in DEEDS.items()]
        offered = [(url, deed) for url, deed, refusal in said if refusal is None]
        context = self.page(request, fact, str(fact)) | {
            "deeds": offered if self.may_verify(request) else [],
            "refusals": {refusal.label for _, deed, refusal in said if refusal and explains(deed, fact)},
            "history": [(each, state_of(each)) for each in line_of(fact)],
            "state": state_of(fact),
        }
        return TemplateResponse(request, "admin/members/evidence/fact.html", context)

    def deed(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Say what a deed changes and how many messages leave; a POST does it."""
        fact, deed, now = self.found(request, str(pk)), DEEDS[name], timezone.now()
        if not self.may_verify(request):
            raise PermissionDenied
        form = deed.form(request.POST if request.method == "POST" else None)
        refusal = deed.refusal(fact, current_user(request), now)
        if form.is_bound and refusal:
            messages.error(request, refusal.label)
            return HttpResponseRedirect(reverse("admin:members_evidence_change", args=[fact.pk]))
        if form.is_valid():
            self.do(request, deed, fact, form, now)
            return HttpResponseRedirect(reverse("admin:members_evidence_change", args=[fact.pk]))
        context = self.page(request, fact, f"{deed.label}: {fact}") | {"deed": deed, "form": form, "refusal": refusal}
        if not refusal:
            verb = partial(deed.verb, fact, current_user(request), "", now)
            context["outcome"] = prospects.rehearse(verb, fact.member, now)
        status = 422 if request.method == "POST" else 200
        return TemplateResponse(request, "admin/members/evidence/deed.html", context, status=status)

    def do(self, request: HttpRequest, deed: Deed, fact: Evidence, form: forms.Form, now: datetime) -> None:
        said = form.cleaned_data.get("against") or form.cleaned_data.get("why", "")
        try:
            member = deed.verb(fact, current_user(request), said, now)
        except Refused as refused:
            messages.error(request, refused.reason.label)
        else:
            became = f"Standing: {member.get_standing_display()}."
            messages.success(request, f"{member}, {fact}: {deed.done}. {became}")

    def may_verify(self, request: HttpRequest) -> bool:
        return request.user.has_perm("members.change_evidence")

    def found(self, request: HttpRequest, pk: str) -> Evidence:
        """The fact, for who may see it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request).select_related(*RELATED), pk=whole(pk))

    def page(self, request: HttpRequest, fact: Evidence, title: str) -> dict[str, Any]:
        return desk(self, request, f"{fact.member}: {title}") | {"fact": fact}


def url_of(name: str) -> str:
    return f"members_evidence_{name.replace('-', '_')}"


def explains(deed: Deed, fact: Evidence) -> bool:
    """Whether a missing button wants its reason: what is verified is undone, what is claimed is verified."""
    return deed in ((DEEDS["undo"],) if fact.verified_on else (DEEDS["verify"], DEEDS["set-aside"]))


def line_of(fact: Evidence) -> list[Evidence]:
    """What this fact corrects and what corrects it in turn, from the first to the last; two queries or fewer."""
    same = Evidence.objects.filter(member=fact.member_id, kind=fact.kind).select_related("recorded_by")
    known = {item.pk: item for item in same}
    return list(walk(known, fact))


def walk(known: dict[int, Evidence], fact: Evidence) -> Iterator[Evidence]:
    """Go back to what was said first, then forward."""
    first, after = fact.pk, {item.corrects_id: item.pk for item in known.values() if item.corrects_id}
    while (before := known[first].corrects_id) and before in known:
        first = before
    at: int | None = first
    while at:
        yield known[at]
        at = after.get(at)


def state_of(fact: Evidence) -> str:
    """Say what became of a fact, who says so, when and against what."""
    if fact.set_aside_on:
        why = SetAside(fact.set_aside_why).label
        return f"Set aside on {words.day(fact.set_aside_on)} by {fact.set_aside_by_name}. {why}"
    verified = (
        f"Verified on {words.day(fact.verified_on)} by {fact.verified_by_name}: {fact.get_verified_against_display()}"
        if fact.verified_on
        else "Not verified"
    )
    return f"{verified}. Corrected since" if fact.superseded_by_id else verified
