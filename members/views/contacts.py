"""Writing to one of the network's contacts."""

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from .. import contacts
from ..access import member_of
from ..contacts_answering import rota
from ..forms.contacts import NoteForm
from ..models import Contact

# By network address alone: anybody types anybody's address, and could use up its tries.
RATES = {"note": "5/h/ip,20/d/ip"}
TOO_MANY = "You have sent several messages already. Wait an hour, then send this one. It is still here."


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to a contact, whose address no page shows; or read who answers meanwhile, or where else to write."""
    now = timezone.now()
    person = get_object_or_404(Contact.objects.current(timezone.localdate(now)), slug=slug)
    today = rota(timezone.localdate(now))
    form = NoteForm(request.POST if request.method == "POST" else None, now=now, initial=known(request))
    context = {"contact": person, "form": form, "meanwhile": today.meanwhile(person), "others": today.others(person)}
    if today.answering(person) is None:
        status = 409 if request.method == "POST" else 200
        return render(request, "members/contacts/nobody.html", context, status=status)
    if status := refused(request, form):
        return render(request, "members/contacts/contact.html", context, status=status)
    by = request.user if request.user.is_authenticated else None
    try:
        contacts.pass_on(person, form.note(), now, by=by)
    except contacts.NobodyThere:
        return render(request, "members/contacts/nobody.html", context, status=409)
    return redirect("contact_sent", slug=slug)


@login_not_required
@require_safe
def contact_sent(request: HttpRequest, slug: str) -> HttpResponse:
    on = timezone.localdate()
    person = get_object_or_404(Contact.objects.current(on), slug=slug)
    today = rota(on)
    context = {"contact": person, "to": today.answering(person) or person, "meanwhile": today.meanwhile(person)}
    return render(request, "members/contacts/sent.html", context)


def known(request: HttpRequest) -> dict[str, str]:
    """What someone who is signed in need not type again."""
    if not request.user.is_authenticated:
        return {}
    member = member_of(request)
    return {"name": member.name if member else "", "email": request.user.email}


def refused(request: HttpRequest, form: NoteForm) -> int:
    """The status with which to show the form again, or 0 when what was written may be passed on."""
    if not form.is_valid():
        return 422 if form.is_bound else 200
    if ratelimit.consume(request, app="members", action="note", config=RATES) is None:
        form.add_error(None, TOO_MANY)
        return 429
    return 0
