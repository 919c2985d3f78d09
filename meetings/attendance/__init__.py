"""Who was there: put on the list by name, taken off it, the list closed. Never derived from an answer."""

from .closing import close, foresee, reopen, still_open
from .erasing import FORMER_MEMBER, MEMBER, erase_names, named_strangers
from .marking import mark, take_off
from .minutes import credit, length
from .refusals import OPENS_BEFORE, Refusal, Refused, refusal, refusal_to_close, refusal_to_reopen
from .states import Person, State, change_number, now_on_the_list, on_the_list
from .writing import Conflict, Line, Written, write_down

__all__ = [
    "FORMER_MEMBER",
    "MEMBER",
    "OPENS_BEFORE",
    "Conflict",
    "Line",
    "Person",
    "Refusal",
    "Refused",
    "State",
    "Written",
    "change_number",
    "close",
    "credit",
    "erase_names",
    "foresee",
    "length",
    "mark",
    "named_strangers",
    "now_on_the_list",
    "on_the_list",
    "refusal",
    "refusal_to_close",
    "refusal_to_reopen",
    "reopen",
    "still_open",
    "take_off",
    "write_down",
]
