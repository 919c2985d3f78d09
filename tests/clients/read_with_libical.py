"""What libical (Evolution, GNOME, KDE, Cyrus) reads in calendars, and what its check of RFC 5546 finds: JSON to JSON.

Run by the system's own Python, to which Debian's packages belong.
"""

import json
import sys
from datetime import UTC, datetime

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib as libical  # noqa: E402

STATUS = {
    libical.PropertyStatus.CONFIRMED: "CONFIRMED",
    libical.PropertyStatus.CANCELLED: "CANCELLED",
    libical.PropertyStatus.TENTATIVE: "TENTATIVE",
}


def read(text: str) -> dict:
    calendar = libical.Component.new_from_string(text)
    is_right = bool(calendar.check_restrictions()) or calendar.get_method() == libical.PropertyMethod.NONE
    faults = [line for line in unfolded(calendar.as_ical_string()) if line.startswith("X-LIC-ERROR")]
    return {"entries": list(entries(calendar)), "faults": faults or ([] if is_right else ["It is not right."])}


def entries(calendar: libical.Component):
    event = calendar.get_first_component(libical.ComponentKind.VEVENT_COMPONENT)
    while event:
        yield {
            "uid": event.get_uid(),
            "title": event.get_summary(),
            "starts": moment(event.get_dtstart()),
            "ends": moment(event.get_dtend()),
            "status": STATUS[event.get_status()],
            "sequence": event.get_sequence(),
        }
        event = calendar.get_next_component(libical.ComponentKind.VEVENT_COMPONENT)


def moment(time: libical.Time) -> str:
    """By the calendar's own VTIMEZONE, or in UTC."""
    return datetime.fromtimestamp(time.as_timet_with_zone(time.get_timezone()), UTC).isoformat()


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").splitlines()


if __name__ == "__main__":
    json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
