"""The rows of minutes: agenda, minutes with their versions, decisions, actions, documents."""

from .agenda import AgendaItem
from .document import Document, DocumentContent
from .minutes import Action, Minutes, MinutesVersion, Resolution

__all__ = [
    "Action",
    "AgendaItem",
    "Document",
    "DocumentContent",
    "Minutes",
    "MinutesVersion",
    "Resolution",
]
