"""A contact's own pages: all still right, away from when to when, who answers meanwhile; and a writer's copy.

Behind the link of a mail nothing changes before a button is pressed, and no address is shown.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from accounts.link_pages import link_page

from .. import contacts, contacts_keeping
from ..contacts_answering import is_away, rota
from ..forms.own_contact import AwayForm
from ..models import Contact


@require_safe
def my_contacts(request: HttpRequest) -> HttpResponse:
    """The roles in which visitors write to this person."""
    on = timezone.localdate()
    today = rota(on)
    mine = [(each, today.in_words_to_owner(each)) for each in contacts_keeping.of_user(current_user(request), on)]
    return render(request, "members/contacts/mine.html", {"mine": mine})


@require_http_methods(["GET", "HEAD", "POST"])
def my_contact(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them, for its owner who is signed in."""
    mine = contacts_keeping.of_user(current_user(request), timezone.localdate())
    return keep(request, get_object_or_404(mine, slug=slug))


@link_page
def contact_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same for whoever holds the link of a mail to the contact."""
    contact = contacts_keeping.behind(token, timezone.localdate())
    if contact is None:
        return render(request, "members/contacts/link_gone.html", status=404)
    return keep(request, contact)


def keep(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Show how a contact stands; a POST confirms it, records days away, or ends them, and any other changes nothing."""
    deed = request.POST.get("deed", "")
    form = AwayForm(request.POST if deed == "away" else None, contact=contact, on=timezone.localdate())
    if (deed in DEEDS or (deed == "away" and form.is_valid())) and (said := do(contact, deed, form)) is not None:
        messages.success(request, said)
        return redirect(request.path)
    on = timezone.localdate()
    away = is_away(contact, on) or bool(contact.away_from and contact.away_from > on)
    context = {"contact": contact, "form": form, "says": rota(on).in_words_to_owner(contact), "is_away": away}
    return render(request, "members/contacts/own.html", context, status=422 if form.is_bound else 200)


DEEDS = {
    "yes": (contacts_keeping.confirm, "Thank you. It is noted that all is right."),
    "back": (contacts_keeping.come_back, "Welcome back. Messages come to you again."),
}


def do(contact: Contact, deed: str, form: AwayForm) -> str | None:
    """Do it, and say what was done; None when the form says why not."""
    on = timezone.localdate()
    if deed in DEEDS:
        verb, said = DEEDS[deed]
        verb(contact, on)
        return said
    first, last = form.cleaned_data["away_from"], form.cleaned_data["away_until"]
    try:
        contacts_keeping.go_away(contact, first, last, form.cleaned_data["deputy"], on)
    except contacts_keeping.Refused as refused:
        form.add_error("away_until", refused.reason.label)
        return None
    return "Your days away are noted. The page of contacts says so from the first day on."


@link_page
def contact_copy(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whoever holds a receipt's link whether they want a copy, and send it to the address of the receipt."""
    now = timezone.now()
    passed = contacts.to_copy(token, timezone.localdate(now))
    if passed is None:
        return render(request, "members/contacts/link_gone.html", status=404)
    if request.method == "POST":
        contacts.send_copy(passed, now)
    return render(request, "members/contacts/copy.html", {"is_done": request.method == "POST"})
