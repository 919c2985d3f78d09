"""The page "Does our mail arrive?" on the desk: shown without asking anybody, checked by a press of its button."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User

from .. import post
from . import checking, ours
from .lately import lately

HERE = "admin:outbox_message_set_up"


class SetUpPages(admin.ModelAdmin):
    """Pages about how mail is set up, beside the list of messages."""

    def get_urls(self) -> list[URLPattern]:
        pages = {
            "": ("", self.set_up),
            "check/": ("_check", self.check_set_up),
            "test/": ("_test", self.send_test),
        }
        own = [
            path(f"set-up/{end}", self.admin_site.admin_view(page), name=f"outbox_message_set_up{name}")
            for end, (name, page) in pages.items()
        ]
        return [*own, *super().get_urls()]

    @method_decorator(require_safe)
    def set_up(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": "Does our mail arrive?",
            "opts": self.model._meta,
            "parts": ours.parts(),
            "records": ours.records(),
            "found": checking.last(),
            "lately": lately(timezone.now()),
        }
        return TemplateResponse(request, "admin/outbox/message/set_up.html", context)

    @method_decorator(require_POST)
    def check_set_up(self, request: HttpRequest) -> HttpResponse:
        self.refuse_others(request)
        if checking.renew(timezone.now()):
            messages.success(request, "Checked. What was found is below.")
        else:
            messages.warning(request, "A check is running already. Load this page again in some seconds.")
        return redirect(HERE)

    @method_decorator(require_POST)
    def send_test(self, request: HttpRequest) -> HttpResponse:
        """One a minute to whoever presses, by the way that every message takes."""
        self.refuse_others(request)
        user, now = cast(User, request.user), timezone.now()
        post.write("outbox/test_message", to=user.email, user=user, key=f"{user.pk}:{now:%Y-%m-%dT%H:%M}", now=now)
        messages.success(request, f"A test message to {user.email} is on its way. It leaves within a minute.")
        return redirect(HERE)

    def refuse_others(self, request: HttpRequest) -> None:
        if not request.user.has_perm("outbox.change_message"):
            raise PermissionDenied
