"""The rows of meetings: venues, meetings with their history, answers with theirs, notices."""

from .change import MeetingChange
from .meeting import Meeting, Venue
from .notice import Notice
from .rsvp import Rsvp, RsvpChange

__all__ = ["Meeting", "MeetingChange", "Notice", "Rsvp", "RsvpChange", "Venue"]
