"""What the desk says of whoever lost their mailbox, and on the page of one of them what is to be handed over."""

from datetime import datetime

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from outbox import bounces

from .. import lost_mailboxes
from ..messages import page_of_new_address
from ..models import Member, NewAddress
from ..names import name_of
from .filters import FirstChoiceFilter
from .today import Line, at, waiting

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
        on = timezone.localdate()
        if self.value() == "new":
            return queryset.filter(user__in=waiting_for_a_second())
        ways = {"lost": lost_mailboxes.without_mail, "help": lost_mailboxes.for_the_desk}
        found = ways.get(self.value())
        return queryset.filter(user__in=found(on)) if found else queryset


def lines() -> list[Line]:
    """Members are counted, and lead to their list; who is none and holds an office has a line of their own."""
    on = timezone.localdate()
    page = reverse("admin:members_member_changelist") + "?membership=joined&mailbox=help"
    helped, members = lost_mailboxes.for_the_desk(on), Member.objects.joined(on)
    number = members.filter(user__in=helped).count()
    others = helped.exclude(member__in=members).order_by("email")
    return [
        waiting("Members who lost their mailbox", page, number, "to be helped"),
        *(line_of_office(user) for user in others[:MOST]),
        *(one_line(user) for user in waiting_for_a_second()[:MOST]),
    ]


def line_of_office(user: User) -> Line:
    """To what they were appointed to last: its page says what is in their hands, and it is ended there."""
    row = user.appointments.first()
    page = reverse("admin:members_appointment_change", args=[row.pk]) if row else at("members_appointment_changelist")
    return Line(f"{name_of(user)} gets no mail", page, f"{row.in_words() if row else 'in office'}, to be helped")


def waiting_for_a_second() -> QuerySet[User]:
    """To whom a new address is on its way that another coordinator may agree to."""
    return User.objects.filter(new_addresses__in=NewAddress.objects.waiting()).order_by("member__name", "email")


def one_line(user: User) -> Line:
    return Line(f"New address for {name_of(user)}", page_of_new_address(user), "waits for a second coordinator")


def context_for(user: User | None, now: datetime) -> dict[str, object]:
    """For the page of somebody: since when they get no mail, where else we wrote, and what they have in hand."""
    stopped = bounces.stopped(user.email) if user else None
    if stopped is None or user is None:
        return {}
    return {
        "lost": stopped,
        "told": len(lost_mailboxes.elsewhere(user)),
        "in_hand": lost_mailboxes.things_of(user, now),
    }
