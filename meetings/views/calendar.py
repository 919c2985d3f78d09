"""My calendars: which links I have, how meetings come to me, and what breaks when a link goes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from members.access import current_member

from ..feeds import own_links, shown
from ..models import Feed
from ..words import FeedKind

MADE = "Your link to “{}” is ready. Add it to your calendar program below."
REPLACED = "You have a new link to “{}”. The old one leads nowhere now."
TAKEN = "The link to “{}” is taken away. Programs that read it keep what they have until they next look."
CHOSEN = "Saved. Your calendar shows it the next time that your program looks."
CHANGED = "That link was changed meanwhile. This is how it stands now."


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the three calendars, each with its link and the ways into each program."""
    member = current_member(request)
    return render(request, "meetings/calendars/mine.html", {"calendars": shown.all_of(member)})


@require_POST
def deed(request: HttpRequest, kind: str) -> HttpResponse:
    """Make a link, replace it, take it away, or say what else it holds; ask first where that breaks something."""
    member = current_member(request)
    if kind not in FeedKind:
        raise Http404
    wanted, now = FeedKind(kind), timezone.now()
    feed = member.feeds.filter(kind=wanted).first()
    if "make" in request.POST:
        own_links.make(member, wanted, now)
        messages.success(request, MADE.format(wanted.label))
    elif feed is None or request.POST.get("link") != feed.token:
        messages.info(request, CHANGED)
    elif "choose" in request.POST:
        chosen = {name: name in request.POST for name in ("with_pathway", "with_alarm")}
        own_links.choose(feed, now, **chosen)
        messages.success(request, CHOSEN)
    else:
        return put_an_end(request, feed, wanted)
    return redirect(reverse("calendars:mine") + f"#{wanted}")


def put_an_end(request: HttpRequest, feed: Feed, kind: FeedKind) -> HttpResponse:
    """Replace a link or take it away; once a program has read it, only after asking."""
    is_replaced = "replace" in request.POST
    if feed.read_at and "sure" not in request.POST:
        context = {"feed": feed, "kind": kind, "is_replaced": is_replaced}
        return render(request, "meetings/calendars/sure.html", context)
    done = own_links.replace(feed, timezone.now()) if is_replaced else own_links.take_away(feed)
    said = REPLACED if is_replaced else TAKEN
    messages.success(request, said.format(kind.label)) if done else messages.info(request, CHANGED)
    return redirect(reverse("calendars:mine") + f"#{kind}")
