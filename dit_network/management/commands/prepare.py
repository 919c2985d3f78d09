"""Bring the database up to date: at set-up, after every upgrade, and each time that `dev.py serve` starts."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrates, adds missing reference rows and, in the demonstration, fills an empty database. Run it often."

    def handle(self, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_reference", verbosity=0)
        if settings.DEMO and not get_user_model().objects.exists():
            call_command("demo")
        self.stdout.write("The database is up to date.")
