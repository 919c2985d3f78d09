"""Coordinators write to members: write, read it as it will leave, send a test to oneself, send."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from look import words
from members.guarded_admin import Guarded

from .. import notices
from ..models import Meeting, Notice

NOTHING_LEAVES_YET = "Nothing leaves when you save. You read it first, and see how many people get it."


class MeetingField(forms.ModelChoiceField):
    """Meetings with their days, since titles repeat."""

    def label_from_instance(self, obj: Meeting) -> str:
        return f"{words.day(obj.starts_at)}: {obj.title}"


def announced() -> QuerySet[Meeting]:
    return Meeting.objects.announced().order_by("-starts_at", "-pk")


@admin.register(Notice)
class NoticeAdmin(Guarded, admin.ModelAdmin):
    list_display = ("subject", "audience", "meeting", "state", "recipients", "sender")
    list_filter = ("audience", ("sent_at", admin.EmptyFieldListFilter))
    list_select_related = ("meeting",)
    search_fields = ("subject", "text", "meeting__title")
    ordering = ("-created_at",)
    fieldsets = ((None, {"description": NOTHING_LEAVES_YET, "fields": ("audience", "meeting", "subject", "text")}),)

    @admin.display(description="state", ordering="sent_at")
    def state(self, notice: Notice) -> str:
        return f"sent {timezone.localtime(notice.sent_at):%d %B %Y}" if notice.sent_at else "not sent yet"

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer announced meetings only, since a notice links to the page of its meeting."""
        if db_field.name == "meeting":
            kwargs |= {"form_class": MeetingField, "queryset": announced()}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        """What was sent stays as its recipients read it."""
        return super().has_change_permission(request, obj) and not (obj and obj.sent_at)

    def has_delete_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.sent_at)

    def save_model(self, request: HttpRequest, obj: Notice, form: Any, change: bool) -> None:
        assert request.user.is_authenticated  # noqa: S101  the admin lets nobody else in
        if not change:
            obj.created_at = timezone.now()
        notices.sign(obj, request.user)
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Notice, post_url_continue: str | None = None) -> HttpResponse:
        return to_preview(obj)

    def response_change(self, request: HttpRequest, obj: Notice) -> HttpResponse:
        return to_preview(obj)

    def get_urls(self) -> list[URLPattern]:
        preview = self.admin_site.admin_view(self.preview)
        return [path("<int:pk>/preview/", preview, name="meetings_notice_preview"), *super().get_urls()]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a notice as it will leave and to how many; a POST sends it, or a test to the coordinator alone."""
        notice = get_object_or_404(Notice.objects.select_related("meeting"), pk=pk)
        if not super().has_change_permission(request, notice):
            raise PermissionDenied
        if request.method == "POST":
            return self.send_test(request, notice) if "test" in request.POST else self.send(request, notice)
        now = timezone.now()
        meant = notices.eligible_recipients(notice, now)
        number, reachable = notices.recipients(notice, now).count(), meant.reachable().count()
        context = {
            **self.admin_site.each_context(request),
            "title": notice.subject,
            "subtitle": "Read it before it leaves",
            "opts": self.opts,
            "notice": notice,
            "message": notices.draft(notice, "", now),
            "number": number,
            "unreachable": meant.count() - reachable,
            "unwilling": reachable - number,
            "refusal": notices.refusal(notice, now),
            "seen": notices.wording(notice),
        }
        return TemplateResponse(request, "admin/meetings/notice/preview.html", context)

    def send_test(self, request: HttpRequest, notice: Notice) -> HttpResponse:
        assert request.user.is_authenticated  # noqa: S101
        test = notices.send_test(notice, request.user, timezone.now())
        messages.success(request, f"A test is on its way to {test.recipient}.")
        return to_preview(notice)

    def send(self, request: HttpRequest, notice: Notice) -> HttpResponse:
        assert request.user.is_authenticated  # noqa: S101
        try:
            sent = notices.send(notice, request.user, timezone.now(), seen=request.POST.get("seen", ""))
        except notices.Refused as refused:
            messages.error(request, refused.reason.label)
            return to_preview(notice)
        messages.success(request, f"Sent to {in_words(sent.recipients)}, one message each.")
        return HttpResponseRedirect(reverse("admin:meetings_notice_changelist"))


def to_preview(notice: Notice) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:meetings_notice_preview", args=[notice.pk]))


def in_words(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"
