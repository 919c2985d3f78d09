"""What every template may say about the network itself."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from . import navigation


def network(request: HttpRequest) -> dict[str, object]:
    """The network's particulars and whether this is the demonstration."""
    return {
        "network_name": settings.NETWORK_NAME,
        "network_short_name": settings.NETWORK_SHORT_NAME,
        "controller_name": settings.CONTROLLER_NAME,
        "controller_contact": settings.CONTROLLER_CONTACT,
        "demo": settings.DEMO,
        # The admin shows none of these links, so it asks nothing for them.
        "navigation": SimpleLazyObject(lambda: navigation.shown(request)),
    }
