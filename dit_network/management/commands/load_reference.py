"""Put in place what the software needs to run: the cache table, the lists, the coordinators' group, the pages."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from dit_network import reference as pages
from meetings import reference as venues
from members import coordinators, reference


class Command(BaseCommand):
    help = "Adds missing reference rows; run it as often as you like, it never overwrites an edited row."

    def handle(self, **options: Any) -> None:
        call_command("createcachetable", verbosity=0)
        reference.load()
        coordinators.load()
        venues.load()
        pages.load()
        if options["verbosity"]:
            self.stdout.write("Reference rows are in place.")
