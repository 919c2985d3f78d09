"""Who left and will be erased: when, who asked, and what goes on the day; to look at, and the way to stop it."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.access import current_user
from look import words

from .. import coordinators, rights
from ..lost_mailboxes import things_of
from ..models import Leaving
from .columns import moment
from .read_only import ReadOnly

if TYPE_CHECKING:
    from accounts.models import User


@admin.register(Leaving)
class LeavingAdmin(ReadOnly):
    """The thirty days of people whom this coordinator sees; what is over names nobody, and stands on no list."""

    list_display = ("who", "asked", "by", "goes")
    fields = ("who", moment("asked_at", "asked"), "by", "why", "goes", "in_hand", "what_goes")
    ordering = ("erase_on", "pk")
    list_per_page = 50
    search_fields = ("user__member__name", "user__email")
    show_full_result_count = False
    actions = None
    when_empty = "Nobody’s thirty days run."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Leaving]:
        found = running_for(current_user(request))
        return found.select_related("user__member", "asked_by__member")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "People who will be erased", **(extra_context or {})})

    @admin.display(description="who", ordering="user__member__name")
    def who(self, leaving: Leaving) -> str:
        return named(leaving.user) if leaving.user else ""

    @admin.display(description="asked", ordering="asked_at")
    def asked(self, leaving: Leaving) -> str:
        return words.day(leaving.asked_at)

    @admin.display(description="by")
    def by(self, leaving: Leaving) -> str:
        if leaving.asked_by_themselves:
            return "themselves"
        return named(leaving.asked_by) if leaving.asked_by else "a coordinator"

    @admin.display(description="erased on", ordering="erase_on")
    def goes(self, leaving: Leaving) -> str:
        """With how long that is; one whose day is over failed, and is tried again each time."""
        days = (leaving.erase_on - timezone.localdate()).days
        left = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
        return f"{words.day(leaving.erase_on)}, {left if days >= 0 else 'overdue: it is tried again'}"

    @admin.display(description="still in their hands")
    def in_hand(self, leaving: Leaving) -> str:
        """What somebody else is to take over, where an app above has any."""
        number = sum(each.number for each in things_of(leaving.user, timezone.now())) if leaving.user else 0
        return f"{number} thing{'' if number == 1 else 's'} to hand over" if number else "nothing"

    @admin.display(description="what goes, in the words they read")
    def what_goes(self, leaving: Leaving) -> SafeString | str:
        """What an erasure on this day would be concerned with, and the page on which it is stopped."""
        if leaving.user is None:
            return ""
        found = rights.rehearse(rights.person_of(leaving.user))
        goes = format_html_join("", "{}: {}<br>", ((title, f"{number:,}") for title, number in found.items()))
        member = getattr(leaving.user, "member", None)
        if member is None:
            return goes
        page = reverse("admin:members_member_change", args=[member.pk])
        return format_html('{}<a href="{}">The page of {}</a>, on which it can be stopped', goes, page, member)


def running_for(user: "User") -> QuerySet[Leaving]:
    """Whose thirty days this person sees running on the desk; of nobody who is set aside."""
    found = Leaving.objects.running().exclude(user=None).exclude(user__in=coordinators.set_aside())
    return found if coordinators.sees_everybody(user) else found.filter(user__member__in=coordinators.members_for(user))


def named(user: "User") -> str:
    """The member's name, or the address of somebody who is no member, as read with the row."""
    member = getattr(user, "member", None)
    return str(member.name if member else user.email)
