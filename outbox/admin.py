"""What left and what did not, for coordinators: nothing is written or changed here, but what failed can go again."""

import re
from typing import Any

from django.contrib import admin, messages
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from look.words import moment

from . import post, progress
from .deliverability.admin import SetUpPages
from .inbox import admin as came_back
from .models import Message, MessageQuerySet, State

__all__ = ["MessageAdmin", "came_back"]

# What lets its reader act in the name of whoever got it: the long random part of a link, or a signed name in one.
PRIVATE = re.compile(r"[\w:=-]{40,}|\b(?:stop-)?[0-9a-z]{1,12}-[0-9a-z]{1,12}-[a-z2-7]{20,26}\b")
ERASED = "Erased, because we keep no words for so long."


class ToLookAt(admin.SimpleListFilter):
    title, parameter_name = "what needs you", "look"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("failed", "refused in the last 30 days")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.to_look_at(timezone.now()) if self.value() == "failed" else queryset


class Which(admin.AllValuesFieldListFilter):
    """By name, said as the list says it."""

    def choices(self, changelist: Any) -> Any:
        for each in super().choices(changelist):
            display = str(each["display"]).rpartition("/")[2].replace("_", " ").capitalize()
            yield {**each, "display": display}


@admin.register(Message)
class MessageAdmin(SetUpPages):
    change_list_template = "admin/outbox/message/change_list.html"
    list_display = ("what", "recipient", "when", "became")
    list_filter = (ToLookAt, "state", "sent_at", ("name", Which))
    list_per_page = 50
    search_fields = ("recipient", "about", "message_id")
    show_full_result_count = False
    actions = ("send_again",)
    fieldsets = (
        (None, {"fields": ("subject_or_not", "recipient", "name", "kind", "subject_ref", "words", "has_calendar")}),
        (
            "On its way",
            {
                "fields": (
                    *("status", "created_at", "next_attempt_at", "not_after", "sent_at", "accepted_by"),
                    *("attempts", "last_error", "message_id", "words_erased_at"),
                )
            },
        ),
    )

    @admin.display(description="Message", ordering="name")
    def what(self, message: Message) -> str:
        return message.in_words().capitalize()

    @admin.display(description="About")
    def subject_ref(self, message: Message) -> str:
        return message.about.replace(":", " ")

    @admin.display(description="Subject")
    def subject_or_not(self, message: Message) -> str:
        return ERASED if message.words_erased_at else message.subject

    @admin.display(description="Text")
    def words(self, message: Message) -> str:
        """What was written, without what would let its reader act in the name of whoever got it."""
        return ERASED if message.words_erased_at else PRIVATE.sub("[private link]", message.text)

    @admin.display(description="Carries a calendar entry", boolean=True)
    def has_calendar(self, message: Message) -> bool:
        return bool(message.calendar)

    @admin.display(description="What became of it", ordering="state")
    def became(self, message: Message) -> str:
        """Its state, with what the mail server said of it."""
        said = message.accepted_by if message.state == State.SENT else message.last_error
        return f"{self.status(message)}: {said}" if said else self.status(message)

    @admin.display(description="State", ordering="state")
    def status(self, message: Message) -> str:
        return message.get_state_display()

    @admin.display(description="Sent, or to be sent", ordering=Coalesce("sent_at", "next_attempt_at"))
    def when(self, message: Message) -> str:
        return moment(message.sent_at or message.next_attempt_at)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Above the list, how far sending has come."""
        going_on = progress.lately(timezone.now()).of_what_waits()
        return super().changelist_view(request, {**(extra_context or {}), "going_on": going_on})

    @admin.action(description="Send again what failed", permissions=["send_again"])
    def send_again(self, request: HttpRequest, queryset: MessageQuerySet) -> None:
        again = post.send_again(queryset, timezone.now())
        self.message_user(request, f"{again} to be sent again.", messages.SUCCESS if again else messages.WARNING)

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("outbox.change_message")

    def get_queryset(self, request: HttpRequest) -> MessageQuerySet:
        return Message.objects.defer("text", "html", "calendar", "headers")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False
