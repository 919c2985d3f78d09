"""Somebody at a browser: by mouse, by keyboard alone or without JavaScript, they do the same in the same words."""

import base64
import hmac
import re
import struct
from enum import Enum

from playwright.sync_api import Locator, Page, expect

expect.set_options(timeout=20_000)
STEPS = 150  # more presses of Tab than any page has stops
NEXT_KEY = """element => {
  const now = document.activeElement
  if (now === element) return ""
  return element.type === "radio" && now.name === element.name ? "ArrowDown" : "Tab"
}"""


class Hands(Enum):
    MOUSE = "by mouse"
    KEYBOARD = "by keyboard alone"
    NO_SCRIPT = "without JavaScript"


class Person:
    def __init__(self, page: Page, name: str, hands: Hands = Hands.MOUSE) -> None:
        self.page, self.name, self.hands = page, name, hands
        self.email = f"{'.'.join(name.lower().split())}@trust.example"
        self.actions = 0  # links followed, buttons pressed, choices made, fields filled in

    def opens(self, address: str) -> None:
        self.page.goto(address)

    def follows(self, name: str) -> None:
        self.activate(self.page.get_by_role("link", name=name, exact=True).first, "Enter")

    def presses(self, name: str) -> None:
        self.activate(self.page.get_by_role("button", name=name, exact=True).first, "Enter")

    def chooses(self, label: str) -> None:
        self.activate(self.page.get_by_label(label, exact=True).first, "Space")

    def selects(self, label: str, option: str) -> None:
        self.actions += 1
        field = self.page.get_by_label(label, exact=True).first
        if self.hands is Hands.KEYBOARD:
            self.reach(field)
            self.page.keyboard.type(option)
        else:
            field.select_option(label=option)

    def writes(self, label: str, words: str) -> None:
        self.actions += 1
        field = self.page.get_by_label(label, exact=True).first
        if self.hands is Hands.KEYBOARD:
            self.reach(field)
            self.page.keyboard.press("ControlOrMeta+A")
            self.page.keyboard.type(as_typed(words, field.get_attribute("type")))
        else:
            field.fill(words)

    def sees(self, words: str) -> None:
        expect(self.page.locator("body")).to_contain_text(words)
        self.page.wait_for_load_state()  # for whoever asks next what is not there

    def activate(self, target: Locator, key: str) -> None:
        self.actions += 1
        self.page.wait_for_load_state()  # before that no script has taken hold of what is pressed
        if self.hands is Hands.KEYBOARD:
            self.reach(target)
            target.press(key)  # it has the focus; unlike `keyboard.press` this waits for the page that follows
        else:
            target.click()

    def reach(self, target: Locator) -> None:
        """Press Tab, and an arrow within a group of choices, until the target has the focus."""
        self.page.wait_for_load_state()  # a summary of errors takes the focus as soon as its script runs
        expect(target).to_be_visible()
        element = target.element_handle()
        for _ in range(STEPS):
            key = element.evaluate(NEXT_KEY)
            if not key:
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"the keyboard does not reach {target}")


def as_typed(words: str, kind: str | None) -> str:
    """Dates and times as their digits are typed; the browser's locale says whether day or month comes first."""
    return {"date": "".join(reversed(words.split("-"))), "time": words.replace(":", "")}.get(kind or "", words)


def code_in(letter: str) -> str:
    """The sign-in code that a letter carries."""
    found = re.search(r"\b\d{4}-\d{4}\b", letter)
    assert found, letter
    return found.group()


def app_code(key: str, at: float) -> str:
    """What an authenticator app shows for this key at this time (RFC 6238)."""
    secret = base64.b32decode(key.replace(" ", "").upper() + "=" * (-len(key.replace(" ", "")) % 8))
    digest = hmac.digest(secret, struct.pack(">Q", int(at) // 30), "sha1")
    start = digest[-1] & 0x0F
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"
