"""An applicant's pages: one question each, the answers to check, how the application stands."""

from datetime import date
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import addresses
from accounts.models import User

from .. import answers, joining, progress, terms
from ..answers import Step
from ..answers_in_words import sections
from ..forms.joining import FORMS, StepForm
from ..models import Application, Contact, Pathway
from ..models.application import EDITABLE, State, TrainingStatus

WAITING = (Step.NOT_YET, Step.BOOKED)


@login_not_required
@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """The way in: to sign up first, then to the question that is not answered yet, or to how the application stands."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_signup')}?next={request.path}")
    user = applicant(request)
    application = latest(user)
    if application is None and joining.refusal_to_apply(user) is None:
        return redirect("members:join_step", Step.TRAINING)
    if application and application.state == State.DRAFT:
        return redirect(progress.next_page(application, timezone.localdate()))
    return redirect("members:application")


@require_http_methods(["GET", "HEAD", "POST"])
def join_step(request: HttpRequest, step: str) -> HttpResponse:
    """One question; what is valid is kept even when the rest is not."""
    if step not in Step.values:
        raise Http404
    user, now, posted = applicant(request), timezone.now(), request.method == "POST"
    if reason := joining.refusal_to_apply(user):
        return redirect("members:leave" if reason == joining.Refusal.LEAVING else "members:application")
    application = joining.begin(user, now) if posted else joining.draft_of(user)
    if application.state not in EDITABLE:
        return redirect("members:application")
    if step not in answers.steps(application):
        return redirect("members:join")
    form = FORMS[Step(step)](request.POST if posted else None, instance=application, now=now)
    if posted:
        is_valid = form.is_valid()
        form.keep()
        if is_valid:
            return after(request, Step(step), application)
    return render(request, "members/joining/step.html", page(Step(step), form), status=422 if form.errors else 200)


def after(request: HttpRequest, step: Step, application: Application) -> HttpResponse:
    """Go on to the next question; who is not trained yet has answered the last one."""
    now = timezone.now()
    if step not in WAITING:
        return redirect(progress.next_page(application, timezone.localdate(now)))
    try:
        joining.wait_for_training(application, now)
    except joining.Refused as refused:
        messages.error(request, refused.reason.label)
    return redirect("members:application")


def page(step: Step, form: StepForm) -> dict[str, object]:
    """What the page of a question needs."""
    pages = answers.steps(form.instance)
    place = pages.index(step)
    before = reverse("members:join_step", args=[pages[place - 1]]) if place else ""
    found: dict[str, object] = {"step": step, "form": form, "before": before}
    if step == Step.TERMS:
        found["words"] = terms.template_of(terms.CURRENT)
    if step == Step.NOT_YET:
        found["routes"] = Pathway.objects.giving_entry().current(form.on).filter(open_to_new=True)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def check_answers(request: HttpRequest) -> HttpResponse:
    """All answers on one page, each with a link to change it, and the button that sends them."""
    application, now = latest(applicant(request)), timezone.now()
    if application is None or application.state not in EDITABLE:
        return redirect("members:join")
    if application.training_status != TrainingStatus.COMPLETED:
        return redirect(progress.next_page(application, timezone.localdate(now)))
    refused = None
    if request.method == "POST":
        try:
            joining.submit(application, now)
        except joining.Refused as error:
            refused = error
        else:
            messages.success(request, "Your application has been sent.")
            return redirect("members:application")
    context = {"application": application, "refused": refused, **read(application)}
    return render(request, "members/joining/check_answers.html", context, status=422 if refused else 200)


@require_safe
def application(request: HttpRequest) -> HttpResponse:
    """How the application stands: the stage, the next step, whom to ask."""
    found, on = latest(applicant(request)), timezone.localdate()
    if found is None:
        reason = joining.refusal_to_apply(applicant(request))
        return render(request, "members/joining/no_application.html", {"reason": reason, "contacts": contacts(on)})
    context = {
        "application": found,
        "progress": progress.progress_of(found, on),
        "decision": progress.standing_letter(found),
        "may_withdraw": joining.refusal_to_withdraw(found) is None,
        "contacts": contacts(on),
        **read(found),
    }
    return render(request, "members/joining/application.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take the application back, after one question."""
    found = latest(applicant(request))
    if found is None or joining.refusal_to_withdraw(found):
        return redirect("members:application")
    if request.method != "POST":
        return render(request, "members/joining/withdraw.html", {"application": found})
    try:
        joining.withdraw(found)
    except joining.Refused as refused:
        messages.error(request, refused.reason.label)
    else:
        messages.success(request, "Your application is withdrawn.")
    return redirect("members:application")


def applicant(request: HttpRequest) -> User:
    """The signed-in person; whoever is not was sent to sign in before this page."""
    return cast(User, request.user)


def latest(user: User) -> Application | None:
    """This person's application; of several the last one begun."""
    return Application.objects.filter(user=user).order_by("-pk").first()


def read(application: Application) -> dict[str, object]:
    """The answers, and the addresses that are kept where people sign in."""
    return {
        "sections": sections(application),
        "work_address": application.user.email,
        "further_addresses": addresses.recovery(application.user),
    }


def contacts(on: date) -> list[Contact]:
    return list(Contact.objects.current(on))
