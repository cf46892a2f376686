"""`alongside run`: prepare what is missing, then serve the site and run the worker together."""

import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from alongside.accounts.first_link import waiting_token
from alongside.backoffice import preparation


class Command(BaseCommand):
    """Serve the site on 127.0.0.1 (`--bind`, `PORT` to change it). Ctrl-C stops all of it."""

    help = "Serve the site: server and worker together. Ctrl-C stops both."
    requires_system_checks: list[
        str
    ] = []  # `make check` and `alongside doctor` do it: start faster

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--bind", default=os.environ.get("ALONGSIDE_BIND", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument(
            "--workers", type=int, default=int(os.environ.get("ALONGSIDE_WORKERS", "2"))
        )

    def handle(self, *args: Any, **options: Any) -> None:
        bind, port = options["bind"], options["port"]
        _refuse_taken_port(bind, port)
        os.umask(0o077)  # nobody else on this machine reads what is written from now on
        settings.VAR.mkdir(parents=True, exist_ok=True)
        settings.VAR.chmod(0o700)
        if preparation.migrate():
            self.stdout.write("The database is ready.")
        preparation.load_first_content()
        if preparation.collect_static():
            self.stdout.write("Style sheets and scripts are ready.")
        address = os.environ.setdefault("ALONGSIDE_URL", _address(bind, port))
        self.stdout.write(self.style.SUCCESS(f"\nAlongside is at {address}"))
        if token := waiting_token():
            self.stdout.write(
                f"Make the first founder's account (the link works once): {address}/welcome/{token}/"
            )
        self.stdout.write("Ctrl-C stops it.\n")
        self.stdout.flush()
        connections.close_all()
        # This process becomes the supervisor, and gives back the memory that preparing took.
        module = "alongside.backoffice.supervisor"
        os.execv(  # noqa: S606  (our own command)
            sys.executable,
            [sys.executable, "-m", module, bind, str(port), str(options["workers"])],
        )


def _address(bind: str, port: int) -> str:
    return f"http://[{bind}]:{port}" if ":" in bind else f"http://{bind}:{port}"


def _refuse_taken_port(bind: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} of {bind} cannot be used ({error.strerror}). "
                "Choose another one: PORT=8001"
            ) from error
