"""`alongside export DIR`: the published site as files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from alongside.core.publishing import published_paths
from alongside.published.export import Exported, ExportRefused, Folder, export_site


class Command(BaseCommand):
    help = "Write the published site as files, for any web server, object store or CDN."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a new or empty folder, or an earlier export")
        parser.add_argument(
            "--address",
            default=settings.WAGTAILADMIN_BASE_URL,
            help="where readers will find it (default: ALONGSIDE_URL)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not Path(settings.STATIC_ROOT).is_dir():
            raise CommandError(
                "There are no static files yet. Start the site once with `alongside run`, "
                "or run `alongside collectstatic`."
            )
        paths = published_paths()
        columns = TextColumn("Pages"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            bar = progress.add_task("pages", total=len(paths))
            try:
                exported = export_site(
                    options["folder"],
                    app=get_wsgi_application(),
                    address=options["address"],
                    paths=paths,
                    static=Folder(Path(settings.STATIC_ROOT), settings.STATIC_URL),
                    media=Folder(Path(settings.MEDIA_ROOT), settings.MEDIA_URL),
                    each=lambda path: progress.advance(bar),
                )
            except ExportRefused as refused:
                raise CommandError(f"Nothing was written: {refused}.") from refused
        self.report(options["folder"], exported)

    def report(self, folder: Path, exported: Exported) -> None:
        for path, status in exported.skipped.items():
            self.stderr.write(f"Left out, because it is not for everybody: {path} ({status})")
        self.stdout.write(
            f"{exported.pages} pages, {exported.files} files and {len(exported.redirects)} "
            f"redirects are in {folder}. nginx.conf.example there shows how to serve them."
        )
