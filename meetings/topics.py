"""What a meeting was about, for its certificates; apps above this one know more and say so in `AppConfig.ready()`."""

from collections.abc import Callable

from .models import Meeting
from .timetable import timetable

# Each gives the topics that were talked about, or none; the first that knows any is believed.
on_topics: list[Callable[[Meeting], list[str]]] = []


def topics(meeting: Meeting) -> list[str]:
    """The items that were discussed, as far as an app above knows them; otherwise the lines of the programme."""
    for known in on_topics:
        if found := known(meeting):
            return found
    return [item.text for item in timetable(meeting.programme)]
