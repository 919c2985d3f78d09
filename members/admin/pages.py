"""What every page of the desk needs that is none of Django's own."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest


def desk(model_admin: ModelAdmin, request: HttpRequest, title: str) -> dict[str, Any]:
    """The frame of a page about rows of this model, and its title."""
    frame = model_admin.admin_site.each_context(request)
    return {**frame, "title": title, "subtitle": None, "opts": model_admin.opts}
