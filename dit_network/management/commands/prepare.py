"""Bring the database up to date: at set-up, after every upgrade, and each time that `dev.py serve` starts."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand

from dit_network.demo.people import ROLES
from members import rewording


class Command(BaseCommand):
    help = "Migrates, adds missing rows, mends search words; fills an empty demonstration. Run it often."

    def handle(self, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_reference", verbosity=0)
        if number := rewording.reword():
            self.stdout.write(f"A search finds {number:,} people by other words than before.")
        if settings.DEMO:
            self.demonstrate()
        self.stdout.write("The database is up to date.")

    def demonstrate(self) -> None:
        """Fill the database if nobody is in it, and say whom one can be."""
        if not get_user_model().objects.exists():
            call_command("demo")
        self.stdout.write(f"\nBe one of these with one click at {settings.PUBLIC_ADDRESS}/demo/people/")
        for role in ROLES.values():
            self.stdout.write(f"  {role.label:<24} {role.name:<24} {role.email}")
