from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        """Losing eligibility, which members decides, frees places, which members knows nothing of."""
        from members import standing

        from . import rsvp

        standing.on_eligibility_lost.append(rsvp.release)
