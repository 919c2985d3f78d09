from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"

    def ready(self) -> None:
        """By the clock: read what came to the network's own mailbox."""
        from . import schedule
        from .inbox import by_the_clock

        schedule.on_tick.append(by_the_clock.read_mailbox)
