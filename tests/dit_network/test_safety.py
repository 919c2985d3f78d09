"""A real installation starts only when it is safe, and says everything that is not."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dit_network.safety import problems

pytestmark = pytest.mark.sqlite
ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "SECRET_KEY": "k3!pQz8vWm2#xR7tLb9@nYc4hJd6^fGs1&aEu5*oKi0(wTr-Zb7+Vq",
    "ALLOWED_HOSTS": "dit.network.test",
    "PUBLIC_ADDRESS": "https://dit.network.test",
    "CONTROLLER_NAME": "A network of practitioners",
    "CONTROLLER_CONTACT": "data@network.test",
    "CALENDAR_DOMAIN": "calendar.network.test",
    "DEFAULT_FROM_EMAIL": "The network <hello@network.test>",
    "EMAIL_URL": "smtp+tls://user:password@mail.network.test:587",
    "DATABASE_URL": "sqlite:///:memory:",
}
AS_READ = {
    **SAFE,
    "ALLOWED_HOSTS": ["dit.network.test"],
    "DEBUG": False,
    "DEMO": False,
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "REPLY_ADDRESS": "replies@network.test",
    "REPLY_MAILBOX": "imaps://replies:password@mail.network.test/INBOX",
    "EMAIL_HOST": "mail.network.test",
    "EMAIL_HOST_PASSWORD": "password",
    "EMAIL_USE_TLS": True,
    "EMAIL_USE_SSL": False,
}


def manage(*command: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with the production settings, nothing else of this environment, and these changes."""
    env = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "dit_network.settings.production", **SAFE, **changes}
    return subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, capture_output=True, text=True)


def test_safe_settings_pass_every_deployment_check_of_django():
    answer = manage("check", "--deploy", "--fail-level", "WARNING")

    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SECRET_KEY", "", "is missing"),
        ("SECRET_KEY", "short", "is too easy"),
        ("SECRET_KEY", "a" * 60, "is too easy"),
        ("SECRET_KEY", "only-for-ones-own-machine-" + "x" * 40, "is one that everybody can read"),
        ("DEBUG", True, "is on"),
        ("DEMO", True, "is on"),
        ("ALLOWED_HOSTS", ["dit.network.test", "*"], "has a wildcard"),
        ("ALLOWED_HOSTS", ["dit.network.test", ".network.test"], "has a wildcard"),
        ("PUBLIC_ADDRESS", "http://dit.network.test", "must begin with https"),
        ("PUBLIC_ADDRESS", "https://elsewhere.test", "is not at one of ALLOWED_HOSTS"),
        ("PUBLIC_ADDRESS", "https://dit.network.test/site/", "ends with its host"),
        ("CONTROLLER_NAME", "", "is missing"),
        ("CONTROLLER_CONTACT", "", "is missing"),
        ("CONTROLLER_CONTACT", "data@network.example", "is an invented one"),
        ("CONTROLLER_CONTACT", "1 High Street, Prestwich", "must be an e-mail address"),
        ("CALENDAR_DOMAIN", "calendar.dit-northwest.example", "is an invented one"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "sends no mail"),
        ("EMAIL_USE_TLS", False, "unencrypted"),
        ("DEFAULT_FROM_EMAIL", "Network <network@dit-northwest.example>", "is missing or an invented one"),
        ("DEFAULT_FROM_EMAIL", "The network", "is missing or an invented one"),
        ("REPLY_ADDRESS", "replies@elsewhere.test", "is not at network.test"),
        ("REPLY_ADDRESS", "replies", "must be an e-mail address"),
        ("REPLY_MAILBOX", "imap://replies:password@mail.network.test/INBOX", "unencrypted"),
        ("REPLY_MAILBOX", "imaps://mail.network.test", "lacks its server, user or password"),
        ("DATABASE_URL", "", "is missing"),
    ],
)
def test_each_unsafe_setting_is_named_in_one_sentence(name, value, says):
    [problem] = problems({**AS_READ, name: value})

    assert says in problem
    assert problem.startswith(name.replace("EMAIL_BACKEND", "EMAIL_URL").replace("EMAIL_USE_TLS", "EMAIL_URL"))


def test_everything_unsafe_is_said_at_once():
    answer = manage("check", SECRET_KEY="", DEBUG="1", DEMO="1", ALLOWED_HOSTS="*", EMAIL_URL="consolemail://")

    named = [line.split()[1] for line in answer.stderr.splitlines() if line.startswith("- ")]
    assert named == ["SECRET_KEY", "DEBUG", "DEMO", "ALLOWED_HOSTS", "PUBLIC_ADDRESS", "EMAIL_URL"]


def test_the_web_server_refuses_as_the_command_line_does():
    env = {"PATH": os.environ["PATH"], **SAFE, "DEMO": "1"}

    answer = subprocess.run([sys.executable, "-c", "import dit_network.wsgi"], cwd=ROOT, env=env, capture_output=True)

    assert b"- DEMO is on" in answer.stderr


SETTINGS = """
import json
from django.conf import settings
names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SECURE_HSTS_SECONDS", "SECURE_HSTS_PRELOAD",
    "SECURE_PROXY_SSL_HEADER", "USE_X_FORWARDED_HOST", "SECURE_CROSS_ORIGIN_OPENER_POLICY", "SECURE_REFERRER_POLICY"]
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


def settings_with(**changes: str) -> dict[str, object]:
    return json.loads(manage("shell", "--no-imports", "-c", SETTINGS, **changes).stdout)


def test_cookies_are_bound_to_the_host_and_the_proxy_is_believed_only_when_named():
    assert settings_with() == {
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "SECURE_HSTS_SECONDS": 63_072_000,
        "SECURE_HSTS_PRELOAD": True,
        "SECURE_PROXY_SSL_HEADER": None,
        "USE_X_FORWARDED_HOST": False,
        "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
        "SECURE_REFERRER_POLICY": "same-origin",
    }
    assert settings_with(TRUSTED_PROXY_COUNT="1")["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
