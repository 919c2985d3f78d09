"""At the door: what is refused before any page sees it, and what every answer says of itself."""

import logging
import time
from collections.abc import Callable, Iterable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.urls import ResolverMatch
from django.utils.cache import patch_cache_control

Handler = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "POST")
requests = logging.getLogger("dit_network.requests")


def log_request(get_response: Handler) -> Handler:
    """Write one line for each request: the pattern of its address, never the address itself."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        milliseconds = round((time.perf_counter() - began) * 1000)
        route = request.resolver_match.route if request.resolver_match else ""
        fields = {"method": request.method, "route": route, "status": response.status_code}
        requests.info("request", extra={**fields, "milliseconds": milliseconds})
        return response

    return middleware


def refuse_unused_methods(get_response: Handler) -> Handler:
    """Answer only the methods that some page uses, and HEAD wherever GET: the server then leaves the page out."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        method = request.method
        request.method = "GET" if method == "HEAD" else method
        response = get_response(request)
        request.method = method
        return response

    return middleware


def refuse_malformed(get_response: Handler) -> Handler:
    """Refuse, with 400, what no browser sends and no database can hold: NUL bytes and forms that cannot be read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if any("\0" in text for text in typed(request)):
            raise BadRequest("NUL byte")
        return get_response(request)

    return middleware


def typed(request: HttpRequest) -> Iterable[str]:
    """Every text that came with a request and that a page may read."""
    yield request.path
    yield from request.COOKIES.values()
    try:
        forms = (request.GET, request.POST)
    except UnreadablePostError as error:
        raise BadRequest("The form broke off") from error
    for form in forms:
        for name, values in form.lists():
            yield name
            yield from values


def keep_private(get_response: Handler) -> Handler:
    """What is made for one person is kept by no browser or proxy; only public pages are for search engines."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        personal = request.session.accessed and not request.session.is_empty()
        if personal:
            patch_cache_control(response, private=True, no_store=True)
        if personal or not is_public(request.resolver_match):
            response.headers.setdefault("X-Robots-Tag", "none")
        return response

    return middleware


def is_public(page: ResolverMatch | None) -> bool:
    """Open to everyone: neither a login nor the token of a letter leads there."""
    return page is not None and not getattr(page.func, "login_required", True) and "token" not in page.kwargs
