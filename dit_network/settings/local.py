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
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
if DEMO:
    EMAIL_BACKEND = "dit_network.demo.mail.Backend"
