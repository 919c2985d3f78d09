"""One's own entry: what is kept, what members see of it, and changing both."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import addresses
from outbox import bounces

from .. import eligibility, sharing
from .. import profile as verbs
from ..access import own_entry
from ..forms.profile import DetailsForm, SharingForm
from ..models import Member
from ..rules import rulebook
from ..stages import SUPERVISING
from ..standing import standing_of
from ..standing_words import in_words
from ..switches import BY_NAME, Audience


@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """Show people all that is kept in their entry, who sees which line, and why their standing is what it is."""
    member, on = own_entry(request), timezone.localdate()
    evidence = list(member.evidence.select_related("pathway"))
    context = {
        "member": member,
        "standing": in_words(member.standing, evidence, on),
        "reasons": standing_of(evidence, rulebook(), on).reasons,
        "rows": verbs.rows_of(member, on),
        "further_addresses": addresses.recovery(member.user) if member.user else [],
        "stopped": bounces.stopped(member.user.email) if member.user else None,
        "eligible": eligibility.refusal(member, on) is None,
        "in_directory": Member.objects.visible_to(member, on).filter(pk=member.pk).exists(),
    }
    return render(request, "members/profile/profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def profile_edit(request: HttpRequest) -> HttpResponse:
    """Change one's own details."""
    member = own_entry(request)
    form = DetailsForm(request.POST if request.method == "POST" else None, instance=member, on=timezone.localdate())
    if not form.is_valid():
        return render(request, "members/profile/edit.html", {"form": form}, status=422 if form.is_bound else 200)
    verbs.edit(member, form.cleaned_data)
    messages.success(request, "Your details are saved.")
    return redirect("members:profile")


@require_POST
def mail_works_again(request: HttpRequest) -> HttpResponse:
    """Let mail to one's own address go on."""
    member = own_entry(request)
    if member.user and bounces.let_go_on(member.user.email, timezone.now()):
        messages.success(request, "Your address gets our mail again.")
    return redirect("members:profile")


@require_http_methods(["GET", "HEAD", "POST"])
def profile_sharing(request: HttpRequest) -> HttpResponse:
    """Show each field with who sees it; a POST shows or hides one of them at once."""
    member = own_entry(request)
    form = SharingForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"choices": sharing.choices_of(member, timezone.localdate()), "wrong": form.is_bound}
        context["supervises"] = member.standing in SUPERVISING
        return render(request, "members/profile/sharing.html", context, status=422 if form.is_bound else 200)
    changed = verbs.share(member, form.choices(), now=timezone.now())
    label, shown = BY_NAME[form.cleaned_data["field"]].label, form.cleaned_data["audience"] == Audience.MEMBERS
    said = f"{label}: {'members see it from now on' if shown else 'hidden from members from now on'}."
    messages.success(request, said if changed else "Nothing was changed.")
    return redirect(f"{reverse('members:profile_sharing')}#choice-{form.cleaned_data['field']}")


@require_safe
def sharing_history(request: HttpRequest) -> HttpResponse:
    """Show what this person chose and when, and the words that they read then."""
    chosen = sharing.history_of(own_entry(request))
    context = {"chosen": chosen, "wordings": list(sharing.wordings_of(chosen))}
    return render(request, "members/profile/sharing_history.html", context)


@require_safe
def seen_by_others(request: HttpRequest) -> HttpResponse:
    """Show people their own entry as others see it."""
    member, on = own_entry(request), timezone.localdate()
    return render(request, "members/profile/seen.html", {"seen": sharing.seen(member, on), "member": member})
