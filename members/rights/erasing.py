"""Everything about one person goes, in one transaction: each holding in its order, then the sweep over what is left."""

from datetime import datetime
from itertools import chain

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet

from .. import directory
from ..folding import fold
from ..models import Application, Member
from ..models.application import State
from ..models.member import MemberQuerySet
from . import sweeping
from .holding import FORMER, Person, holdings
from .traces import Traces, any_spelling, number_pattern

AT_ONCE = 500


@transaction.atomic
def erase(person: Person, now: datetime) -> dict[str, int]:
    """Take somebody out of every table, and say how many rows of what were concerned.

    Twice is once; a process that is killed has done nothing, and the next one does all of it.
    """
    if person.member:
        Member.objects.select_for_update(no_key=True).filter(pk=person.member.pk).first()
    person = theirs_alone(person)
    traces, removed = Traces.of(person), rehearse(person)
    for holding in sorted(holdings, key=lambda each: each.order):
        holding.erase(person, holding.of(person), now)
    end_sessions(person)
    if swept := sweeping.sweep(traces, now):
        removed["Words that others wrote"] = swept
        directory.refresh_all(Member.objects.filter(search_text__contains=fold(FORMER)))
    return removed


def rehearse(person: Person) -> dict[str, int]:
    """How many rows of what an erasure is concerned with, and nothing is done."""
    person = theirs_alone(person)
    found: dict[str, int] = {}
    for holding in holdings:
        if number := holding.of(person).count():
            found[holding.title] = found.get(holding.title, 0) + number
    return found


def theirs_alone(person: Person) -> Person:
    """Without the names and numbers that somebody else here has too: words with these may be about the other."""
    others = Member.objects.exclude(pk=person.member_pk or 0)
    asking = Application.objects.exclude(user_id=person.user_pk or 0)
    names = [name for name in person.names if not is_borne(name, others, asking)]
    numbers = [number for number in person.numbers if not is_shared(number, others, asking)]
    return Person(person.user, person.member, person.addresses, tuple(names), tuple(numbers))


def is_borne(name: str, others: MemberQuerySet, asking: QuerySet[Application]) -> bool:
    """Whether somebody else here has this name, or asks to join by it, however it is spelled.

    Whoever hides their entry has no words that a search may find, so that their name itself is compared.
    """
    folded, spelled = fold(name), {"name__iregex": any_spelling(name)}
    listed, hidden = Q(folded_name__startswith=folded[:40]), Q(folded_name="", **spelled)
    waiting = asking.exclude(state=State.APPROVED).filter(**spelled)
    found = (rows.values_list("name", flat=True) for rows in (others.filter(listed | hidden), waiting))
    return any(fold(each) == folded for each in chain.from_iterable(found))


def is_shared(number: str, others: MemberQuerySet, asking: QuerySet[Application]) -> bool:
    """Whether somebody else here gives this number too, however it is spaced: a team has one telephone."""
    pattern = number_pattern(number)
    if not pattern:  # too short to be looked for in what people write
        return False
    same, last = f"^[^0-9A-Za-z]*{pattern}$", [sign for sign in number if sign.isalnum()][-1]

    def in_column(column: str) -> Q:
        """By its last sign first, so that few numbers are read sign by sign."""
        return Q(**{f"{column}__iendswith": last, f"{column}__iregex": same})

    of_others = others.filter(in_column("phone") | in_column("registration_number"))
    return of_others.exists() or asking.filter(in_column("registration_number")).exists()


def end_sessions(person: Person) -> None:
    """Sign them out everywhere: what they were shown is in their sessions."""
    if person.user_pk is None:
        return
    for session in Session.objects.iterator(chunk_size=AT_ONCE):
        if session.get_decoded().get("_auth_user_id") == str(person.user_pk):
            session.delete()
