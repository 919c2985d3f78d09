"""Requests for a place with a supervisor, one in each state; the clock asks again and lets one lapse."""

from datetime import timedelta

from members.models import Offer, PlaceRequest
from members.places import by_the_clock, requests

from .meetings import Host
from .trust import WORDS

# What becomes of a request besides waiting and lapsing, by the word that the table has for it.
ANSWERS = {
    "held": lambda request, now: requests.hold(request, None, now),
    "accepted": requests.accept,
    "declined": requests.decline,
    "taken_back": lambda request, now: requests.withdraw(request, request.member, now),
}


def ask_for_places(host: Host) -> None:
    """In the order of the table, which is that of the days."""
    for row in WORDS["requests"]:
        open_ones = Offer.objects.open().filter(supervisor=host.members[row["of"]], format=row["format"])
        offer = open_ones.earliest("pk")
        request = requests.ask(offer, host.members[row["who"]], host.clock.ago(row["ago"], 8))
        if note := row.get("note"):
            requests.add_note(request, request.member, note, host.clock.ago(row["ago"], 9))
        if answer := row.get("answer"):
            ANSWERS[answer](PlaceRequest.objects.get(pk=request.pk), host.clock.ago(row["on"], 18))
    nudged = host.clock.ago(12, 20)
    by_the_clock.run(nudged)
    by_the_clock.run(nudged + timedelta(days=7))
