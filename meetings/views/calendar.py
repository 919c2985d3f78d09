"""My calendars: which links I have, how meetings come to me, and what breaks when a link goes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from members.access import current_member

from .. import preferences
from ..feeds import own_links, shown
from ..forms.calendars import CalendarByForm, OwnCalendarForm
from ..models import Feed
from ..words import CalendarBy, FeedKind

MADE = "Your link to “{}” is ready. Add it to your calendar program below."
REPLACED = "You have a new link to “{}”. The old one leads nowhere now."
TAKEN = "The link to “{}” is taken away. Programs that read it keep what they have until they next look."
CHOSEN = "Saved. Your calendar shows it the next time that your program looks."
COMES_BY = {
    CalendarBy.INVITATIONS: "Saved. Invitations to the coming meetings follow by e-mail.",
    CalendarBy.BOTH: "Saved. Invitations to the coming meetings follow by e-mail, beside the link.",
    CalendarBy.FEED: "Saved. Invitations that you had are taken back. Make sure that a program reads a link below.",
    CalendarBy.NEITHER: "Saved. Invitations that you had are taken back, and no new ones follow.",
}
CHANGED = "That link was changed meanwhile. This is how it stands now."


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Show the three calendars with the ways into each program, and take how meetings shall come."""
    member = current_member(request)
    chosen, calendars = preferences.calendar_by(member), shown.all_of(member)
    form = CalendarByForm(request.POST if request.method == "POST" else None, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        said = CalendarBy(form.cleaned_data["calendar_by"])
        is_new = preferences.choose(member, said, timezone.now())
        messages.success(request, COMES_BY[said] if is_new else "Nothing has changed.")
        return redirect("calendars:mine")
    context = {"form": form, "calendars": calendars, "twice": shown.stand_twice(calendars, chosen)}
    context |= {"is_unread": shown.is_unread(calendars, chosen)}
    context |= {"columns": shown.COLUMNS, "how_soon": shown.HOW_SOON}
    return render(request, "meetings/calendars/mine.html", context, status=422 if form.errors else 200)


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
        choose(request, feed)
    else:
        return put_an_end(request, feed, wanted)
    return redirect(reverse("calendars:mine") + f"#{wanted}")


def choose(request: HttpRequest, feed: Feed) -> None:
    """Take what else one's own calendar shall hold."""
    form = OwnCalendarForm(request.POST, feed=feed)
    if feed.kind == FeedKind.MINE and form.is_valid():
        own_links.choose(feed, timezone.now(), **form.chosen())
        messages.success(request, CHOSEN)


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
