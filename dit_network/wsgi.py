"""The door for gunicorn; without a setting it uses the production settings."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dit_network.settings.production")
application = get_wsgi_application()
