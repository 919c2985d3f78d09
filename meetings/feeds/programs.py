"""Which program read a calendar, from what it calls itself; nothing that it says is kept but one of these names."""

PROGRAMS = (
    ("Outlook", ("outlook", "exchange", "microsoft office", "microsoft.office", "ms-office")),
    ("Google Calendar", ("google-calendar", "googlecalendar", "google calendar")),
    ("Thunderbird", ("thunderbird", "lightning/")),
    ("Nextcloud", ("nextcloud",)),
    ("vdirsyncer (khal)", ("vdirsyncer", "khal/")),
    ("Apple Calendar", ("dataaccessd", "calendaragent", "calendard", "icalendar/", "macos/", "ios/", "mac_os_x/")),
    ("a web browser", ("firefox/", "chrome/", "safari/")),
)
ANOTHER = "another program"


def program(user_agent: str) -> str:
    """The name of the program behind a User-Agent header."""
    said = user_agent[:1000].lower()
    return next((name for name, marks in PROGRAMS if any(mark in said for mark in marks)), ANOTHER)
