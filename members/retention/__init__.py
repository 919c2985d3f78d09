"""How long data is kept and how its end goes: rules as data, rehearsed, told, set aside, and carried out."""

from .data_class import DataClass, before, classes, last_day, of_rule
from .rehearsal import Rehearsal, rehearse
from .running import Refusal, Refused, keep, let_go_on, run, set_aside_users

__all__ = [
    "DataClass",
    "Refusal",
    "Refused",
    "Rehearsal",
    "before",
    "classes",
    "keep",
    "last_day",
    "let_go_on",
    "of_rule",
    "rehearse",
    "run",
    "set_aside_users",
]
