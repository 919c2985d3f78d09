"""Numbers about attendance, drawn: counted for coordinators, with small ones hidden for members."""

from .counting import Came, Figures, Row, came, closed, count
from .hiding import hidden
from .periods import Period, for_coordinators, for_members
from .plots import plots

__all__ = [
    "Came",
    "Figures",
    "Period",
    "Row",
    "came",
    "closed",
    "count",
    "for_coordinators",
    "for_members",
    "hidden",
    "plots",
]
