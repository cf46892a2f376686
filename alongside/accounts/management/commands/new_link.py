"""`alongside new_link ADDRESS`: a new way in for somebody when no other founder is there to make one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from alongside.accounts.actions import make_fresh_link
from alongside.accounts.emails import link_of
from alongside.accounts.models import User


class Command(BaseCommand):
    help = "Shut every way into an account and print a link that opens it once. Noted in the log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="the e-mail address that she signs in with")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        user = User.objects.filter(username=address.lower(), is_active=True).first()
        if user is None:
            raise CommandError("Nobody signs in with this address.")
        token = make_fresh_link(by=None, user=user)
        self.stdout.write(f"Hand this over in person. It works once, for 7 days:\n{link_of(token)}")
