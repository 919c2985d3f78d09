"""The lines of agendas, minutes and actions on the first page of the desk."""

from django.utils import timezone

from members.admin.today import Line

from .. import desk


def lines() -> list[Line]:
    return desk.lines(timezone.now())
