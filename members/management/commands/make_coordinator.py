"""Make the first coordinator, whom nobody can appoint; and, if need be, the first member, whom nobody can verify."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from members import coordinators, joining, offices
from members.models import Appointment, Pathway
from members.stages import Against

ABOUT_THE_MEMBER = ("name", "trained_on", "route", "seen")


class Command(BaseCommand):
    help = (
        "Makes the owner of an address a coordinator. They sign in with a code sent to that address, and set up a "
        "second step before the admin opens. With --name, --trained-on, --route and --seen the first coordinator "
        "becomes a member too; later ones are verified by another coordinator."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="their work e-mail address")
        parser.add_argument("--by", required=True, help="your name, for the record")
        parser.add_argument("--name", help="their name")
        parser.add_argument("--trained-on", type=date.fromisoformat, help="when they completed it, as 2024-06-14")
        parser.add_argument("--route", help="which initial training, by its code, such as 5day")
        parser.add_argument("--seen", choices=Against.values, help="what you have seen of it")

    def handle(self, **options: Any) -> None:
        given = {name: options[name] for name in ABOUT_THE_MEMBER if options[name]}
        if given and len(given) < len(ABOUT_THE_MEMBER):
            raise CommandError("Give --name, --trained-on, --route and --seen together, or none of them.")
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError("That is no e-mail address.") from error
        with transaction.atomic():
            appointment = self.appoint(options["email"], options["by"])
            if given:
                self.found(appointment, **given)
        self.stdout.write(f"{appointment}. They sign in with a code sent to {options['email']}.")

    def appoint(self, email: str, by_name: str) -> Appointment:
        try:
            return offices.appoint_at_set_up(email, by_name, timezone.now())
        except coordinators.Refused as refused:
            raise CommandError(refused.reason.label) from refused

    def found(self, appointment: Appointment, name: str, trained_on: date, route: str, seen: str) -> None:
        pathway = Pathway.objects.giving_entry().filter(code=route).order_by("-version").first()
        if pathway is None:
            codes = Pathway.objects.giving_entry().values_list("code", flat=True)
            raise CommandError(f"There is no such route. The routes are: {', '.join(sorted(set(codes)))}.")
        assert appointment.user  # noqa: S101  just appointed
        try:
            by_name, now = appointment.by_name, timezone.now()
            joining.found(appointment.user, name, pathway, trained_on, Against(seen), by_name, now)
        except joining.Refused as refused:
            raise CommandError(refused.reason.label) from refused
