"""At the door of the desk: who opens whose record is noted."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from . import record_views

Handler = Callable[[HttpRequest], HttpResponse]


def note_record_views(get_response: Handler) -> Handler:
    """Whatever page of the admin shows one person's row is noted, whether or not its view thought of it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code in (200, 409, 422):
            record_views.note_what_was_shown(request, timezone.now())
        return response

    return middleware
