"""Parts of a page that update themselves: no page is ever put inside another."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.cache import patch_cache_control, patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

Handler = Callable[[HttpRequest], HttpResponse]


def whole_page(get_response: Handler) -> Handler:
    """Where htmx is sent elsewhere or refused, let the browser open the whole page, which says why."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "HX-Request" not in request.headers:
            return response
        if response.status_code in (403, 404, 429):
            response["HX-Refresh"] = "true"
        return elsewhere(response) if response.has_header("Location") else response

    return middleware


def elsewhere(response: HttpResponse) -> HttpResponse:
    """Turn a redirect into one of the whole page; who must sign in comes back to the page they were on."""
    to_sign_in = response["Location"].startswith(resolve_url(settings.LOGIN_URL))
    answer = HttpResponseClientRefresh() if to_sign_in else HttpResponseClientRedirect(response["Location"])
    answer.cookies = response.cookies
    if response.has_header("Vary"):
        answer["Vary"] = response["Vary"]
    patch_vary_headers(answer, ["HX-Request"])
    patch_cache_control(answer, private=True, no_store=True)  # at this address others are shown a page
    return answer
