from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        """What lower apps and modules decide has consequences here, which they know nothing of."""
        from members import standing
        from members.admin import today
        from outbox import schedule

        from . import desk, going_ahead, helping, needs, own_certificates, roles, rsvp, sections, undoing, who_does_what
        from .admin.certificates import of_meeting
        from .admin.figures import figures_line
        from .admin.today import meeting_lines, series_lines, series_of
        from .series import remembering

        schedule.on_tick += [needs.erase, going_ahead.ask]
        standing.on_eligibility_lost += [rsvp.release, roles.release]
        undoing.on_unmade.append(remembering.forget_empty)
        undoing.on_undoing.append(remembering.put_back)
        today.further += [series_lines, meeting_lines, figures_line]
        sections.on_meeting_page += [helping.for_helpers, who_does_what.section]
        desk.on_desk.extend([series_of, helping.sheet, helping.door, helping.attendance])
        sections.on_meeting_page.append(own_certificates.on_meeting)
        desk.on_desk.append(of_meeting)
