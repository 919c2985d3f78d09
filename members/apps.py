from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"

    def ready(self) -> None:
        """By the clock: who asked to be told when they may join, and coordinators while an application waits.

        On the desk: what came back, and where supervisors are missing.
        """
        from outbox.schedule import on_tick

        from . import joining
        from .admin import came_back, gaps, today

        today.further += [came_back.lines, gaps.lines]
        on_tick += [joining.tell_those_who_waited, joining.tell_coordinators]
