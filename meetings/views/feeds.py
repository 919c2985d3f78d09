"""Calendars that programs read by themselves, behind private links."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from hashlib import sha256
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from ..feeds import contents, own_links
from ..feeds.programs import program

PRIVATE = {
    "Cache-Control": "private, must-revalidate",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


class Reading(HttpResponse):
    """An answer after which something is noted: once it has been sent, so that nobody waits for it."""

    def __init__(self, *args: Any, afterwards: Callable[[], None], **further: Any) -> None:
        super().__init__(*args, **further)
        self.afterwards = afterwards

    def close(self) -> None:
        with suppress(OperationalError):  # a database that is busy loses the note, and never the reading
            self.afterwards()
        super().close()


@login_not_required
@require_safe
def feed(request: HttpRequest, kind: str, token: str) -> HttpResponse:
    """The calendar, for whoever holds the link; any other link is 404 and never a login page (cal-F1 to cal-F3)."""
    now = timezone.now()
    found = own_links.behind(kind, token, timezone.localdate(now))
    if found is None:
        raise Http404
    made = contents.of_pathway if kind == own_links.PATHWAY else contents.of
    text, changed = made(found, timezone.localdate(now))
    etag, modified = f'"{sha256(text).hexdigest()[:32]}"', int(changed.timestamp())
    headers = {"ETag": etag, "Last-Modified": http_date(modified), **PRIVATE}
    unchanged = get_conditional_response(request, etag, modified)
    note = partial(own_links.note_reading, found, program(request.headers.get("User-Agent", "")), now)
    if unchanged is not None:
        return Reading(status=unchanged.status_code, headers=headers, afterwards=note)
    return Reading(text, content_type="text/calendar; charset=utf-8", headers=headers, afterwards=note)
