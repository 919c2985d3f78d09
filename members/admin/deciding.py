"""The page of an application in the admin: answers beside facts, decisions with their letters, each one undoable."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import User
from look import words

from .. import coordinators, joining, membership, vetting
from ..answers_in_words import sections
from ..forms.deciding import DECISIONS, ApproveForm, DeclineForm, LetterForm, WelcomeForm
from ..models import Application, Decision
from ..models.application import DecisionKind
from ..models.history import ChangeKind
from .keys import whole
from .pages import desk

Forms = dict[DecisionKind, LetterForm]


class Past(NamedTuple):
    """A decision that was taken, and why it cannot be undone, if it cannot."""

    decision: Decision
    refusal: joining.Refusal | None


class DecidingPages(admin.ModelAdmin):
    """Each page asks `refusal` for what to show; each POST calls the verb, which asks again."""

    def get_urls(self) -> list[URLPattern]:
        def at(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
            return path(route, self.admin_site.admin_view(view), name=f"members_application_{name}")

        return [
            at("<int:pk>/decide/<slug:kind>/", require_POST(self.decide), "decide"),
            at("<int:pk>/registration-checked/", require_POST(self.check_registration), "check"),
            at("<int:pk>/undo/<int:decision>/", self.undo, "undo"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Read an application; nothing is changed here."""
        application = self.found(request, object_id)
        return self.page(request, application, forms_for(application, by(request)))

    def decide(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """Decide; what cannot be decided is said above the page."""
        application = self.found(request, pk, changing=True)
        if kind not in DecisionKind.values:
            return to(application)
        form = DECISIONS[DecisionKind(kind)](request.POST, application=application, by=by(request))
        forms = forms_for(application, by(request)) | {form.kind: form}
        if not form.is_valid():
            return self.page(request, application, forms, status=422)
        try:
            decision = call_verb(form, by(request), timezone.now(), seen=request.POST.get("seen", ""))
        except joining.Refused as refused:
            messages.error(request, refused.reason.label)
            still = form.kind in forms_for(self.found(request, pk), by(request))
            return self.page(request, application, forms, status=409) if still else to(application)
        messages.success(request, f"{application}: {decision.get_kind_display().lower()}. The letter is on its way.")
        return HttpResponseRedirect(reverse("admin:members_application_changelist"))

    def check_registration(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record that the number stands on the public register today."""
        application = self.found(request, pk, changing=True)
        if application.member is None:
            return to(application)
        try:
            membership.check_registration(application.member, by(request), timezone.now())
        except membership.Refused as refused:
            messages.error(request, refused.reason.label)
        else:
            messages.success(request, f"{application}: registration checked today.")
        return to(application)

    def undo(self, request: HttpRequest, pk: int, decision: int) -> HttpResponse:
        """Say what undoing does, then do it."""
        application = self.found(request, pk, changing=True)
        taken = get_object_or_404(application.decisions, pk=decision)
        if request.method != "POST":
            refusal = joining.refusal_to_undo(taken, by(request), timezone.now())
            context = self.context(request, application) | {"decision": taken, "refusal": refusal}
            return TemplateResponse(request, "admin/members/application/undo.html", context)
        try:
            joining.undo(taken, by(request), timezone.now())
        except joining.Refused as refused:
            messages.error(request, refused.reason.label)
        else:
            messages.success(request, f"{application}: “{taken.get_kind_display()}” is undone.")
        return to(application)

    def found(self, request: HttpRequest, pk: int | str, *, changing: bool = False) -> Application:
        """The application, for who may see it and, if need be, decide about it."""
        rows = self.get_queryset(request).select_related("user", "member", "body", "route", "entered_by")
        application = get_object_or_404(rows, pk=whole(pk))
        may = self.has_change_permission if changing else self.has_view_permission
        if not may(request, application):
            raise PermissionDenied
        return application

    def page(self, request: HttpRequest, application: Application, forms: Forms, status: int = 200) -> HttpResponse:
        now = timezone.now()
        context = self.context(request, application) | read(application, by(request), now)
        context["approve"] = forms.get(DecisionKind.APPROVE)
        context["others"] = [form for kind, form in forms.items() if kind != DecisionKind.APPROVE]
        return TemplateResponse(request, "admin/members/application/decide.html", context, status=status)

    def context(self, request: HttpRequest, application: Application) -> dict[str, Any]:
        return desk(self, request, str(application)) | {"application": application}


def by(request: HttpRequest) -> User:
    """The coordinator; the admin lets nobody in who is not signed in."""
    return cast(User, request.user)


def to(application: Application) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:members_application_change", args=[application.pk]))


def forms_for(application: Application, coordinator: User) -> Forms:
    """A form for each decision that this coordinator can take now."""
    possible = [kind for kind in DECISIONS if joining.refusal_to_decide(application, kind, coordinator) is None]
    forms = {kind: DECISIONS[kind](application=application, by=coordinator) for kind in possible}
    if DecisionKind.APPROVE in forms and vetting.is_clean(application, timezone.localdate()):
        forms[DecisionKind.APPROVE] = ApproveForm(application=application, by=coordinator, is_clean=True)
    return forms


def call_verb(form: LetterForm, coordinator: User, now: datetime, seen: str) -> Decision:
    """Call the verb of this form, unless the answers are no longer those that were read."""
    application, letter = form.application, form.cleaned_data["letter"]
    if seen != version_of(application):
        raise joining.Refused(joining.Refusal.CHANGED)
    if isinstance(form, ApproveForm):
        return joining.approve(application, coordinator, form.checked(), letter, now)
    if isinstance(form, DeclineForm):
        return joining.decline(application, coordinator, form.cleaned_data["reason"], letter, now)
    if isinstance(form, WelcomeForm):
        return joining.welcome(application, coordinator, form.course(), letter, now)
    verb = joining.ask_more if form.kind == DecisionKind.ASK_MORE else joining.park
    return verb(application, coordinator, letter, now)


def version_of(application: Application) -> str:
    """Changes each time that the applicant sends their answers."""
    return application.submitted_at.isoformat() if application.submitted_at else ""


def read(application: Application, coordinator: User, now: datetime) -> dict[str, Any]:
    """What the page shows beside its forms."""
    on, member = timezone.localdate(now), application.member
    check = ChangeKind.REGISTRATION_CHECKED
    decisions = application.decisions.select_related("application", "application__member")
    twins = vetting.twins(application)
    seen = set(coordinators.members_for(coordinator).filter(pk__in=[twin.member.pk for twin in twins]))
    return {
        "seen": version_of(application),
        "sections": sections(application),
        "sent": words.moment(application.submitted_at) if application.submitted_at else "",
        "facts": vetting.facts(application, on),
        "twins": [twin for twin in twins if twin.member in seen],
        "may_check": member is not None and membership.refusal(member, check, coordinator, on) is None,
        "refusal": joining.refusal_to_decide(application, DecisionKind.APPROVE, coordinator),
        "past": [Past(each, joining.refusal_to_undo(each, coordinator, now)) for each in decisions],
    }
