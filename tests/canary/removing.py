"""Every call of the gate in the source, found by its syntax tree, and a way to take away one of them at a time."""

import ast
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from members import gate
from members.models.member import MemberQuerySet
from members.models.places import OfferQuerySet
from members.switches import Audience

ROOT = Path(__file__).parents[2]
APPS = ("members", "meetings", "minutes", "outbox", "accounts", "dit_network")
# What each question of the gate answers when it says yes to everybody.
YES: dict[str, Callable[..., Any]] = {
    "may_see_offer": lambda viewer, offer: True,
    "may_see": lambda viewer, member, field: True,
    "audience_of": lambda member, field: Audience.PUBLIC,
    "name_for": lambda viewer, member, *_, **__: member.name,
    "names_for": lambda viewer, members, *_, **__: {member.pk: member.name for member in members},
    "showing": lambda people, *_, **__: people.all(),
    "shown_to": lambda offers, *_, **__: offers.all(),
}

# What is called the same and asks something else: letters that stand, the pathway shown to a supervisor.
OTHERS = ("letters", "Supervision")
METHODS = {"showing": MemberQuerySet, "shown_to": OfferQuerySet}


class Call(NamedTuple):
    file: str
    line: int
    column: int
    name: str


def calls() -> set[Call]:
    """Every place where the source asks the gate."""
    found = set()
    for path in (path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in YES and not any(other in ast.unparse(node.func) for other in OTHERS):
                    found.add(Call(str(path), node.lineno, node.col_offset, name))
    return found


def caller(name: str) -> Call:
    """The call of ours that is being answered."""
    frame = sys._getframe(2)
    while frame.f_back and "/site-packages/" in frame.f_code.co_filename:
        frame = frame.f_back
    line, _, column, _ = list(frame.f_code.co_positions())[frame.f_lasti // 2]
    return Call(frame.f_code.co_filename, line or 0, column or 0, name)


@contextmanager
def watched(seen: Callable[[Call], bool]) -> Iterator[None]:
    """While this lasts, tell of every call of the gate; where `seen` says so, this one call says yes."""
    replaced: list[tuple[object, str, object]] = []

    def put(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def asked(*args: Any, **named: Any) -> Any:
            return YES[name](*args, **named) if seen(caller(name)) else original(*args, **named)

        return asked

    originals = {name: getattr(gate, name) for name in YES if name not in METHODS}
    for module in [each for name, each in sys.modules.items() if name.split(".")[0] in APPS]:
        for name, original in originals.items():
            if vars(module).get(name) is original:
                replaced.append((module, name, original))
                setattr(module, name, put(name, original))
    for name, people in METHODS.items():
        replaced.append((people, name, getattr(people, name)))
        setattr(people, name, put(name, getattr(people, name)))
    try:
        yield
    finally:
        for where, name, original in replaced:
            setattr(where, name, original)
