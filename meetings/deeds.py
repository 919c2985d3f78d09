"""What people did about others at meetings: they read that they did it, and nothing of whom it was about."""

from members.rights.finding import deed

DEEDS = [
    deed(
        "meetings.RsvpChange", "Answers that you gave for others", by="by", shows=("meeting", "at"), kept="attendance"
    ),
    deed(
        "meetings.AttendanceChange",
        "Attendance of others that you changed",
        by="by",
        named="by_name",
        shows=("meeting", "at"),
        kept="attendance",
    ),
    deed(
        "meetings.Attendance",
        "Attendance that you wrote down",
        named="recorded_by_name",
        shows=("meeting", "recorded_at"),
    ),
    deed(
        "meetings.Certificate",
        "Certificates that you revoked",
        named="revoked_by_name",
        shows=("revoked_at",),
        kept="attendance",
    ),
    deed(
        "meetings.CalendarReply",
        "Answers of calendars that you decided on",
        by="decided_by",
        shows=("meeting", "decided_at"),
        kept="inbox",
    ),
    deed(
        "meetings.MeetingChange",
        "What you did with meetings",
        by="by",
        named="by_name",
        shows=("meeting", "deed", "at"),
        kept="audit",
    ),
    deed(
        "meetings.Notice",
        "Notices that you wrote",
        by="written_by",
        named="written_by_name",
        shows=("audience", "meeting", "subject", "text", "created_at", "sent_at", "recipients"),
    ),
    deed("meetings.Role", "Roles that you gave", named="given_by_name", shows=("meeting", "duty", "given_at")),
    deed("meetings.Poll", "Date polls that you made", named="created_by_name", shows=("title", "created_at")),
    deed(
        "meetings.Reversal",
        "Deeds of yours that could be taken back",
        by="by",
        shows=("what", "made_at", "until", "undone_at"),
    ),
]
