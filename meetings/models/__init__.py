"""The rows of meetings: venues, series, meetings and answers with their history, attendance, notices, polls."""

from .attendance import Attendance, AttendanceChange, Certificate, DoorPage, Reflection
from .calendar import CalendarReply, Feed, Invitation, Preferences
from .change import MeetingChange
from .meeting import Meeting, Venue
from .notice import Notice
from .people import Guest, Need, NeedsAsked, Role
from .poll import Poll, PollAnswer, PollDate
from .reversal import Reversal
from .rsvp import Rsvp, RsvpChange
from .series import Series, SkippedDate

__all__ = [
    "Attendance",
    "AttendanceChange",
    "CalendarReply",
    "Certificate",
    "DoorPage",
    "Feed",
    "Guest",
    "Invitation",
    "Meeting",
    "MeetingChange",
    "Need",
    "NeedsAsked",
    "Notice",
    "Poll",
    "PollAnswer",
    "PollDate",
    "Preferences",
    "Reflection",
    "Reversal",
    "Role",
    "Rsvp",
    "RsvpChange",
    "Series",
    "SkippedDate",
    "Venue",
]
