"""The rows of meetings: venues, meetings, answers with their history, notices."""

from .meeting import Meeting, Venue
from .notice import Notice
from .rsvp import Rsvp, RsvpChange

__all__ = ["Meeting", "Notice", "Rsvp", "RsvpChange", "Venue"]
