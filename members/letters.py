"""The letter that a coordinator may send as it is, or edit first."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string

from .models import Application
from .models.application import DecisionKind
from .names import name_of

if TYPE_CHECKING:
    from accounts.models import User

# Stands in a letter where only the coordinator knows the words; with it no letter leaves.
BLANK = "[Say why]"


def suggested(kind: DecisionKind, application: Application, by: "User") -> str:
    """The usual words for this decision, signed by the coordinator."""
    words = {"application": application, "network_name": settings.NETWORK_NAME, "by_name": name_of(by)}
    return render_to_string(f"members/letters/{kind}.txt", words).strip()
