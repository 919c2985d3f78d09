"""Whatever page a test opens: where something is wrong its title says so first, since that is heard before all else."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

TITLE = re.compile(r"<title>\s*(.*?)\s*</title>", re.DOTALL)
# The heading above what is wrong, or a list beside a field. Only a browser shows the heading about a passkey.
SAYS_WHAT_IS_WRONG = re.compile(
    r'nhsuk-error-summary__(?:title|heading)"[^>]*>(?!\s*The passkey)|class="dit-problems"|<ul class="errorlist'
)


def say_error(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware of the suite alone; the test that opened the page fails."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            text = response.text
            if title := TITLE.search(text):
                is_wrong = response.status_code == 422 or bool(SAYS_WHAT_IS_WRONG.search(text))
                assert title[1].startswith("Error:") is is_wrong, (request.path, response.status_code, title[1])
        return response

    return middleware
