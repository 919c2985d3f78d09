"""One's own machine: no environment needed. `dev.py serve` sets DEMO; `--debug` sets DEBUG."""

from .base import *  # noqa: F403
from .base import CONTROLLER_CONTACT, CONTROLLER_NAME, SECRET_KEY, VAR_DIR, env

VAR_DIR.mkdir(exist_ok=True)

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
SECRET_KEY = SECRET_KEY or "only-for-ones-own-machine-" + "x" * 40
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
CONTROLLER_NAME = CONTROLLER_NAME or "The demo network (invented)"
CONTROLLER_CONTACT = CONTROLLER_CONTACT or "data-protection@dit-northwest.example"
STATIC_ROOT = None  # nothing is collected, files are served from where they lie
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
if DEMO:
    EMAIL_BACKEND = "dit_network.demo.mail.Backend"

# The server says nothing of requests that go well, unless one looks for something.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"django.server": {"level": "INFO" if DEBUG else "ERROR"}},
}
