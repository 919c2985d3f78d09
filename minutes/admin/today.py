"""The lines of agendas, minutes and actions on the first page of the desk."""

from django.utils import timezone

from members.admin import today
from members.admin.today import Line

from .. import desk


def put_on_the_desk() -> None:
    today.to_do.append(to_decide)
    today.further.append(to_look_up)


def to_decide() -> list[Line]:
    return desk.to_decide(timezone.now())


def to_look_up() -> list[Line]:
    return [desk.open_actions(timezone.now())]
