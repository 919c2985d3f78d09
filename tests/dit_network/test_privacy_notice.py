"""The privacy notice promises the periods that the retention schedule keeps."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROMISED = {
    "application-refused": ("Your application", "3 months"),
    "leaver": ("Your membership", "12 months"),
    "attendance": ("Your answers to meetings", "6 years"),
    "outbox-words": ("What we wrote to you", "words 90 days"),
    "outbox-rows": ("What we wrote to you", "2 years"),
    "audit": ("Who changed", "2 years"),
    "inbox": ("Who sent mail to us", "90 days"),
    "access-needs": ("What you need at a meeting", "30 days"),
    "sign-in": ("Your sessions", "30 days"),
    "register": ("A request, a complaint or a breach", "2 years"),
    "contact-note": ("A message that you send", "6 months"),
    "yearly-check": ("When you last said", "3 years"),
    "requests": ("A request for a place", "12 months"),
}
DAYS = {
    "30 days": 30,
    "90 days": 90,
    "words 90 days": 90,
    "3 months": 91,
    "6 months": 180,
    "12 months": 365,
    "2 years": 730,
    "3 years": 1095,
    "6 years": 2192,
}
RULES = {each["code"]: each for each in json.loads((ROOT / "members/data/retention.json").read_text())}


@pytest.mark.parametrize("code", RULES)
def test_the_notice_says_how_long_each_class_of_data_is_kept(code):
    what, period = PROMISED[code]
    notice = (ROOT / "dit_network/pages/privacy.md").read_text()

    (line,) = (line for line in notice.splitlines() if line.startswith(f"| {what}"))

    assert period in line.split("|")[3]
    assert RULES[code]["keep_days"] == DAYS[period]
