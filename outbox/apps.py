from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"

    def ready(self) -> None:
        from . import erasing, schedule

        schedule.on_tick.append(erasing.erase_words)
