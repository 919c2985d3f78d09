"""Whom visitors may write to; the addresses are seen here and nowhere else."""

from collections.abc import Sequence

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from ..models import Contact


@admin.register(Contact)
class ContactAdmin(admin.ModelAdmin):
    list_display = ("role", "name", "order", "since", "until", "shown")
    list_editable = ("order",)
    search_fields = ("role", "name")
    fields = ("role", "slug", "name", "email", "about", "order", "since", "until")

    @admin.display(description="on the site today", boolean=True)
    def shown(self, contact: Contact) -> bool:
        return contact.is_current(timezone.localdate())

    def get_readonly_fields(self, request: HttpRequest, obj: Contact | None = None) -> tuple[str, ...]:
        """An address once given out stays, so that links to it go on working."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Contact | None = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ("role",)}
