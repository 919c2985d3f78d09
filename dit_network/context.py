"""What every template may say about the network itself."""

from django.conf import settings
from django.http import HttpRequest

from . import navigation


def network(request: HttpRequest) -> dict[str, object]:
    """The network's particulars and whether this is the demonstration."""
    return {
        "network_name": settings.NETWORK_NAME,
        "network_short_name": settings.NETWORK_SHORT_NAME,
        "controller_name": settings.CONTROLLER_NAME,
        "controller_contact": settings.CONTROLLER_CONTACT,
        "demo": settings.DEMO,
        "navigation": navigation.shown(request),
    }
