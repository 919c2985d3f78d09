from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"

    def ready(self) -> None:
        """By the clock: who asked to be told when they may join, and coordinators while an application waits."""
        from outbox.schedule import on_tick

        from . import joining

        on_tick += [joining.tell_those_who_waited, joining.tell_coordinators]
