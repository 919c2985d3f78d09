"""What left and what did not, for coordinators: nothing is written or changed here, but what failed can go again."""

import re

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone

from . import post
from .deliverability.admin import SetUpPages
from .models import Message, MessageQuerySet

# The long random part of a link that is for its recipient alone.
PRIVATE = re.compile(r"[\w:=-]{40,}")


@admin.register(Message)
class MessageAdmin(SetUpPages):
    list_display = ("what", "recipient", "status", "created_at", "attempts", "last_error")
    list_filter = ("state", "kind", "name")
    list_per_page = 50
    search_fields = ("recipient", "about")
    show_full_result_count = False
    actions = ("send_again",)
    fieldsets = (
        (None, {"fields": ("subject", "recipient", "name", "kind", "about", "words")}),
        (
            "On its way",
            {"fields": ("state", "created_at", "sent_at", "attempts", "next_attempt_at", "last_error", "message_id")},
        ),
    )

    @admin.display(description="Message", ordering="name")
    def what(self, message: Message) -> str:
        return message.name.rpartition("/")[2].replace("_", " ")

    @admin.display(description="Text")
    def words(self, message: Message) -> str:
        """What was written, without what would let its reader act in the name of whoever got it."""
        return PRIVATE.sub("[private link]", message.text)

    @admin.display(description="State", ordering="state")
    def status(self, message: Message) -> str:
        return message.state

    @admin.action(description="Send again what failed", permissions=["view"])
    def send_again(self, request: HttpRequest, queryset: MessageQuerySet) -> None:
        again = post.send_again(queryset, timezone.now())
        self.message_user(request, f"{again} to be sent again.", messages.SUCCESS if again else messages.WARNING)

    def get_queryset(self, request: HttpRequest) -> MessageQuerySet:
        return Message.objects.defer("text", "html", "headers")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False
