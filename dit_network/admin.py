"""Coordinators change the words of the public pages, look at them first, and go back to earlier ones."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import Field, Textarea
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from simple_history.admin import SimpleHistoryAdmin

from members.guarded_admin import Guarded

from . import texts
from .models import Page


@admin.register(Page)
class PageAdmin(Guarded, SimpleHistoryAdmin):
    list_display = ("title", "updated_at")
    search_fields = ("title", "lead", "body")
    fields = ("title", "lead", "body")
    formfield_overrides = {models.TextField: {"widget": Textarea({"rows": 30, "cols": 100})}}
    change_form_template = "admin/dit_network/page/change_form.html"
    object_history_list_template = "admin/dit_network/page/history_list.html"

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Field | None:
        """An introduction is longer than one line of a form."""
        if db_field.name == "lead":
            kwargs["widget"] = Textarea({"rows": 3, "cols": 100})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Each page has its address in the code."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        context = {"particulars": texts.particulars(), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def get_urls(self) -> list[URLPattern]:
        preview = self.admin_site.admin_view(self.preview)
        return [path("<int:pk>/preview/", preview, name="dit_network_page_preview"), *super().get_urls()]

    @method_decorator(require_POST)
    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the words as they were typed, in the site's own look; nothing is saved."""
        page = get_object_or_404(Page, pk=pk)
        if not self.has_change_permission(request, page):
            raise PermissionDenied
        form = self.get_form(request, page, change=True)(request.POST, instance=page)
        text = texts.shown(page) if form.is_valid() else None
        context = {"text": text, "form": form}
        return TemplateResponse(request, "admin/dit_network/page/preview.html", context, status=200 if text else 422)
