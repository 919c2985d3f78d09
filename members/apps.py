from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"

    def ready(self) -> None:
        """Who asked to be told when they may join is told by the clock."""
        from outbox.schedule import on_tick

        from . import joining

        on_tick.append(joining.tell_those_who_waited)
