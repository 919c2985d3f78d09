from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"

    def ready(self) -> None:
        """By the clock: read what came to the network's own mailbox, and erase old words and senders. Mail that stops
        mail is understood here."""
        from . import erasing, inbox, schedule, stopping_by_mail
        from .inbox import by_the_clock

        schedule.on_tick += [by_the_clock.read_mailbox, erasing.erase_words, erasing.erase_senders]
        inbox.on_mail.append(stopping_by_mail.asked)
