"""Counts that stop counting, and pages that begin after somebody: neither grows with the network."""

from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Q

from ..models import Member
from ..models.member import MemberQuerySet

PAGE_SIZE = 20
COUNTED = 1000
# Further pages, entries and cards that one member opens in an hour; whoever looks for somebody never comes near.
PAGES_AN_HOUR = 300
# First pages: looking for names one by one copies a directory too. Typing slowly asks four times for one name.
SEARCHES_AN_HOUR = 300
HOUR = 60 * 60


class Count(NamedTuple):
    """How many, as far as was counted."""

    number: int

    @property
    def short(self) -> str:
        return f"{COUNTED:,}+" if self.number > COUNTED else f"{self.number:,}"

    @property
    def in_words(self) -> str:
        return f"more than {COUNTED:,}" if self.number > COUNTED else f"{self.number:,}"


class Page(NamedTuple):
    people: list[Member]
    before: str
    """Whom the page before this one ends at; empty on the first."""
    after: str
    is_whole: bool
    """Whether it holds all that was found."""


def count(members: MemberQuerySet) -> Count:
    return Count(members.order_by().values("pk")[: COUNTED + 1].count())


def count_of(members: MemberQuerySet, page: Page) -> Count:
    """How many were found; where the page itself says that there is nobody, all are not read again."""
    return count(members) if page.people or not page.is_whole else Count(0)


def page_of(members: MemberQuerySet, everyone: MemberQuerySet, *, after: str = "", before: str = "") -> Page:
    """Those who follow or precede somebody whom the viewer may see; whoever is not seen marks no place in the list."""
    mark = everyone.filter(public_id=after or before).first() if after or before else None
    backwards = bool(mark and before and not after)
    ordered = members.order_by("-folded_name", "-pk") if backwards else members.by_name()
    if mark:
        ordered = ordered.filter(beyond(mark, backwards=backwards))
    people = list(ordered[: PAGE_SIZE + 1])
    more, people = len(people) > PAGE_SIZE, people[:PAGE_SIZE]
    if backwards:
        people.reverse()
    earlier, later = (more, True) if backwards else (bool(mark), more)
    return Page(
        people,
        people[0].public_id if people and earlier else "",
        people[-1].public_id if people and later else "",
        is_whole=not mark and not more,
    )


def beyond(mark: Member, *, backwards: bool) -> Q:
    way = "lt" if backwards else "gt"
    name = mark.folded_name
    further = Q(**{f"folded_name__{way}": name}) | Q(folded_name=name, **{f"pk__{way}": mark.pk})
    return Q(**{f"folded_name__{way}e": name}) & further


def opened_too_many(viewer: Member) -> bool:
    """Note that a member opened a page, an entry or a card; say whether it is more than whoever looks for somebody."""
    return noted(f"directory-pages-{viewer.pk}") > PAGES_AN_HOUR


def searched_too_often(viewer: Member) -> bool:
    """The same of first pages, each of which shows the first people of a question."""
    return noted(f"directory-searches-{viewer.pk}") > SEARCHES_AN_HOUR


def noted(key: str) -> int:
    """Count once more; how often that is in this hour."""
    if cache.add(key, 1, HOUR):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # it ended in between
        return 1
