"""The word of a supervisor, given from a mail without an account: looking changes nothing, a link answers once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.link_pages import link_page

from .. import standing, supervision, word_links
from ..models import Evidence
from ..supervision import Word

ANSWERS = {"yes": supervision.give_word, "no": supervision.deny_word}


@link_page
def give_word(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whoever holds the link whether one fact is so, and take their answer."""
    on = timezone.localdate()
    evidence = supervision.evidence_behind(token, on)
    # Nobody answers for their own evidence, whoever's mail they are reading.
    if evidence is None or (evidence.member.user_id and evidence.member.user_id == request.user.pk):
        status = 410 if evidence is None and word_links.has_run_out(token, on) else 404
        return render(request, "members/supervision/no_word.html", status=status)
    answer = ANSWERS.get(request.POST.get("answer", ""))
    if answer is None:
        return page(request, evidence)
    try:
        answer(evidence, timezone.now())
    except (supervision.Refused, standing.Refused) as refused:
        return page(request, evidence, str(refused))
    return redirect("members:give_word", token=token)


def page(request: HttpRequest, evidence: Evidence, refused: str = "") -> HttpResponse:
    """Say what is asked, or how it was answered; a refusal is said above it, and the page knows the present state."""
    evidence.refresh_from_db()
    word = supervision.word_on(evidence, timezone.localdate())
    if word == Word.GONE:
        return render(request, "members/supervision/no_word.html", {"evidence": evidence}, status=410)
    context = {"evidence": evidence, "named": evidence.supervision, "word": word, "refused": refused}
    return render(request, "members/supervision/word.html", context, status=409 if refused else 200)
