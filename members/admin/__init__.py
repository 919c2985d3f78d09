"""What coordinators do with members in the admin, one module per job."""

from . import (
    applications,
    contacts,
    coordinators,
    evidence,
    leavings,
    members,
    pathways,
    places,
    reference,
    registers,
    retention,
    supervision,
)

__all__ = [
    "applications",
    "contacts",
    "coordinators",
    "evidence",
    "leavings",
    "members",
    "pathways",
    "places",
    "reference",
    "registers",
    "retention",
    "supervision",
]
