from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        """What lower apps and modules decide has consequences here, which they know nothing of."""
        from members import standing
        from members.admin import today

        from . import rsvp, undoing
        from .admin.today import series_lines
        from .series import making

        standing.on_eligibility_lost.append(rsvp.release)
        undoing.on_unmade.append(making.forget_empty)
        today.further.append(series_lines)
