from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        """What lower apps and modules decide has consequences here, which they know nothing of."""
        from members import standing
        from members.admin import today
        from outbox import schedule

        from . import desk, helping, needs, rsvp, sections, undoing
        from .admin.today import series_lines
        from .series import making

        schedule.on_tick.append(needs.erase)
        standing.on_eligibility_lost.append(rsvp.release)
        undoing.on_unmade.append(making.forget_empty)
        today.further.append(series_lines)
        sections.on_meeting_page.append(helping.for_helpers)
        desk.on_desk.extend([helping.sheet, helping.door, helping.attendance])
