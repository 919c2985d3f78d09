"""The page for the person who looks after the machine says what the code does."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.sqlite
ROOT = Path(__file__).resolve().parents[2]
RUNNING = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("module", ["base", "production"])
def test_every_setting_that_is_read_is_explained(module):
    source = (ROOT / "dit_network" / "settings" / f"{module}.py").read_text(encoding="utf-8")

    read = set(re.findall(r'env(?:\.\w+)?\("(\w+)"', source))
    explained = set(re.findall(r"`([A-Z_]+)`", RUNNING.partition("## Settings")[2]))
    assert read
    assert read <= explained
