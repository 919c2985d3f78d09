"""For the suite: fast hashing, mail in memory, a database file of this process's own."""

import os
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import DATABASES, MIDDLEWARE, SQLITE_OPTIONS

SECRET_KEY = "only-for-tests-" + "x" * 50
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
CONTROLLER_NAME = "A test network"
CONTROLLER_CONTACT = "data-protection@dit-northwest.example"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MIDDLEWARE = ["tests.look.titles.say_error", *MIDDLEWARE]
WHITENOISE_AUTOREFRESH = True
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, because the in-memory database ignores WAL and fails under threads.
    name = Path(tempfile.gettempdir()) / f"dit-test-{os.getpid()}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(name)}
    # Twenty threads on a busy machine wait long for one another; what is tested is the order, not the patience.
    DATABASES["default"]["OPTIONS"] = {**SQLITE_OPTIONS, "timeout": 120}
