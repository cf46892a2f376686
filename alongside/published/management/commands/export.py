"""`alongside export DIR`: the published site as files."""

import time
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from alongside.core import edition
from alongside.core.publishing import published_paths
from alongside.published.export import Exported, ExportRefused, Folder, export_site, take_back

LOOK_EVERY = 0.5  # seconds


class Command(BaseCommand):
    help = "Write the published site as files, for any web server, object store or CDN."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a new or empty folder, or an earlier export")
        parser.add_argument(
            "--address",
            default=settings.WAGTAILADMIN_BASE_URL,
            help="where readers will find it (default: ALONGSIDE_URL)",
        )

        parser.add_argument(
            "--follow",
            action="store_true",
            help="go on: export again whenever something public changes, words that were withdrawn first",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not Path(settings.STATIC_ROOT).is_dir():
            raise CommandError(
                "There are no static files yet. Start the site once with `alongside run`, "
                "or run `alongside collectstatic`."
            )
        folder, address = options["folder"], options["address"]
        number = edition.current()
        self.export(folder, address)
        if options["follow"]:
            self.stdout.write("Following. Press Ctrl-C to stop.")
            with suppress(KeyboardInterrupt):
                self.follow(folder, address, number)

    def follow(self, folder: Path, address: str, number: int) -> None:
        """Never ends. What fails, because the database is away, is tried again."""
        while True:
            time.sleep(LOOK_EVERY)
            try:
                if (now := edition.current()) == number:
                    continue
                take_back(folder, app=get_wsgi_application(), address=address)
                self.export(folder, address)
                number = now  # read before the pages: a change in between is seen next time
            except (DatabaseError, CommandError, OSError) as error:
                self.stderr.write(f"Not exported, trying again: {type(error).__name__}")
                connection.close()

    def export(self, folder: Path, address: str) -> None:
        paths = published_paths()
        columns = TextColumn("Pages"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            bar = progress.add_task("pages", total=len(paths))
            try:
                exported = export_site(
                    folder,
                    app=get_wsgi_application(),
                    address=address,
                    paths=paths,
                    static=Folder(Path(settings.STATIC_ROOT), settings.STATIC_URL),
                    media=Folder(Path(settings.MEDIA_ROOT), settings.MEDIA_URL),
                    each=lambda path: progress.advance(bar),
                )
            except ExportRefused as refused:
                raise CommandError(f"Nothing was written: {refused}.") from refused
        self.report(folder, exported)

    def report(self, folder: Path, exported: Exported) -> None:
        for path, status in exported.skipped.items():
            self.stderr.write(f"Left out, because it is not for everybody: {path} ({status})")
        self.stdout.write(
            f"{exported.pages} pages, {exported.files} files and {len(exported.redirects)} "
            f"redirects are in {folder}. nginx.conf.example there shows how to serve them."
        )
