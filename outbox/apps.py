from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"

    def ready(self) -> None:
        """By the clock: read what came to the network's own mailbox. Mail that stops mail is understood here."""
        from . import inbox, schedule, stopping_by_mail
        from .inbox import by_the_clock

        schedule.on_tick.append(by_the_clock.read_mailbox)
        inbox.on_mail.append(stopping_by_mail.asked)
