"""What the desk says of members who lost their mailbox, and on the page of one of them what is to be handed over."""

from datetime import date, datetime

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from outbox import bounces

from .. import lost_mailboxes
from ..models import Member, NewAddress
from .filters import FirstChoiceFilter
from .today import Line, waiting

MOST = 5


class MailboxFilter(FirstChoiceFilter):
    title, parameter_name = "their mailbox", "mailbox"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("all", "all"),
            ("lost", "gets no mail"),
            ("help", "gets no mail, to be helped"),
            ("new", "a new address waits for a second coordinator"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        ways = {"lost": lost_mailboxes.without_mail, "help": lost_mailboxes.for_the_desk, "new": waiting_for_a_second}
        found = ways.get(self.value())
        return queryset.filter(pk__in=found(timezone.localdate())) if found else queryset


def lines() -> list[Line]:
    page = reverse("admin:members_member_changelist") + "?membership=joined&mailbox=help"
    number = lost_mailboxes.for_the_desk(timezone.localdate()).count()
    found = waiting_for_a_second(timezone.localdate())
    return [
        waiting("Members who lost their mailbox", page, number, "to be helped"),
        *(one_line(member) for member in found[:MOST]),
    ]


def waiting_for_a_second(on: date) -> QuerySet[Member]:
    """Members to whom a new address is on its way that another coordinator may agree to."""
    return Member.objects.filter(user__new_addresses__in=NewAddress.objects.waiting()).order_by("name", "pk")


def one_line(member: Member) -> Line:
    page = reverse("admin:members_member_new_address", args=[member.pk])
    return Line(f"New address for {member}", page, "waits for a second coordinator")


def context_for(member: Member, now: datetime) -> dict[str, object]:
    """For the page of a member: since when they get no mail, where else we wrote, and what they have in hand."""
    stopped = bounces.stopped(member.user.email) if member.user else None
    if stopped is None or member.user is None:
        return {}
    told = lost_mailboxes.elsewhere(member.user)
    return {"lost": stopped, "told": len(told), "in_hand": lost_mailboxes.things_of(member.user, now)}
