"""The map of DESIGN kept by tests over the syntax trees: who imports whom, who writes, how long things grow."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
ORDER = ["look", "accounts", "outbox", "members", "meetings", "minutes", "dit_network"]
MODULES = sorted(path for app in ORDER for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 300, 30, 80
WRITES = {"create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create", "save"}
VAGUE = {"core", "common", "utils", "helpers", "services", "misc"}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """The top packages that a module imports, at whatever depth the import stands."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def is_view(path: Path) -> bool:
    return "views" in path.relative_to(ROOT).parts or path.name == "views.py"


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_run_one_way():
    upward = {
        named(path): sorted(above)
        for path in MODULES
        if (above := set(imported(path)) & set(ORDER[ORDER.index(path.relative_to(ROOT).parts[0]) + 1 :]))
    }

    assert upward == {}


def test_no_signals_for_our_own_deeds():
    signals = {"django.db.models.signals", "django.dispatch"}

    assert [
        named(path)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module in signals
    ] == []


def test_no_model_overrides_save_or_delete():
    models = [path for path in MODULES if "models" in path.parts or path.name == "models.py"]

    assert [named(path) for path in models for function in functions(path) if function.name in ("save", "delete")] == []


def test_nothing_is_left_for_a_subclass_to_remember():
    """What each of several classes must do is held by the types: a base that only raises is found too late."""
    raised = [
        f"{named(path)}: {ast.unparse(node)}"
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Raise) and node.exc and "NotImplementedError" in ast.unparse(node.exc)
    ]

    assert raised == []


def writes(path: Path) -> list[str]:
    """Calls that write rows; saving a ModelForm of one's own row is the only one that a view may make."""
    calls = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    attributes = [func for func in calls if isinstance(func, ast.Attribute) and func.attr in WRITES]
    return [
        ast.unparse(func)
        for func in attributes
        if not (func.attr == "save" and isinstance(func.value, ast.Name) and func.value.id == "form")
        and not ast.unparse(func.value).endswith(("cache", "session"))
    ]


def test_views_call_verbs_and_write_nothing_themselves():
    assert {named(path): found for path in MODULES if is_view(path) and (found := writes(path))} == {}


READS_THE_CLOCK = {"views", "commands", "admin", "middleware", "access", "health", "forms", "demo", "sessions"}


def clock_readings(path: Path) -> list[str]:
    calls = [ast.unparse(node) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    return [call for call in calls if call in ("timezone.now()", "timezone.localdate()", "date.today()")]


def test_only_views_commands_middleware_and_the_admin_read_the_clock():
    verbs = [
        path
        for path in MODULES
        if not set(path.relative_to(ROOT).with_suffix("").parts) & READS_THE_CLOCK and path.parts[-2] != "accounts"
    ]

    assert {named(path): found for path in verbs if (found := clock_readings(path))} == {}


def test_modules_stay_short():
    lines = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}

    assert {name: count for name, count in lines.items() if count > LONGEST_MODULE} == {}


def test_functions_stay_short():
    lengths = {
        f"{named(path)}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in MODULES
        for function in functions(path)
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_every_module_with_code_says_what_it_is_for():
    silent = [path for path in MODULES if path.name != "apps.py" and tree(path).body]

    assert [named(path) for path in silent if not ast.get_docstring(tree(path))] == []


def test_nothing_has_a_vague_name():
    assert not [path for path in MODULES if set(path.relative_to(ROOT).with_suffix("").parts) & VAGUE]


def test_templates_stay_short_and_have_one_heading():
    templates = [path for path in (ROOT / "templates").rglob("*.html") if "messages" not in path.parts]
    long = [path for path in templates if len(path.read_text().splitlines()) > LONGEST_TEMPLATE]
    pages = [path for path in templates if "block content" in path.read_text() and path.name != "base.html"]
    headings = {path: len(re.findall(r"<h1", path.read_text())) for path in pages}

    assert long == []
    assert {path: count for path, count in headings.items() if count > 1} == {}


def test_every_lock_leaves_foreign_keys_alone():
    """The default lock deadlocks with the key-share lock of an insert (con-27)."""
    locks = [
        ast.unparse(node)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "select_for_update"
    ]

    assert locks
    assert [lock for lock in locks if "no_key=True" not in lock] == []


def test_no_message_has_several_visible_recipients():
    words = re.compile(r"\b(cc|bcc)\s*=", re.IGNORECASE)

    assert not [path for path in MODULES if words.search(path.read_text(encoding="utf-8"))]
