"""Writes the published site as files: for any web server, object store or content network.

    /            → index.html
    /answers/    → answers/index.html
    /feed.xml    → feed.xml
    each with .br and .gz beside it where that is smaller; the static files; 404.html;
    redirects.map and nginx.conf.example.

The new files are made in a folder beside the target, which takes its place when all is done.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from .encoding import compress, is_compressible
from .fetch import Fetched, WSGIApp, fetch
from .nginx import write_configuration

MARK = ".alongside-export"  # says that a folder is an export, and may be replaced
MAY_GO = b"data-may-go"  # an attribute in a page: whoever wrote these words may withdraw them
NOWHERE = "/this-page-does-not-exist/"

_COMPRESSED = {".br", ".gz"}
_TYPES = {
    ".css": b"text/css", ".js": b"text/javascript", ".mjs": b"text/javascript",
    ".json": b"application/json", ".svg": b"image/svg+xml", ".txt": b"text/plain",
    ".xml": b"text/xml", ".html": b"text/html", ".map": b"application/json",
    ".webmanifest": b"application/manifest+json",
}  # fmt: skip


class ExportRefused(Exception):
    """The target is not ours to replace, or a page cannot be a file."""


@dataclass(frozen=True)
class Folder:
    """Files that are copied as they are: where they lie, and under which path they are asked for."""

    root: Path
    url: str


@dataclass
class Exported:
    """What came of an export."""

    pages: int = 0
    files: int = 0
    redirects: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)  # path → status: not for everybody


def export_site(
    target: Path,
    *,
    app: WSGIApp,
    address: str,
    paths: Iterable[str],
    static: Folder,
    media: Folder,
    each: Callable[[str], None] = lambda path: None,
) -> Exported:
    """Write all published pages, and the files that they use, to `target`.

    `each` is called with every path before it is rendered. Raises ExportRefused when `target` holds
    something else, or a page answers with an error: then nothing has been changed.
    """
    target = target.resolve()
    _refuse_other_folders(target)
    new = target.with_name(f".{target.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    try:
        exported = _write_all(new, app, address, list(paths), static, media, each)
        _keep_times(new, target)
        _take_place(new, target)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    return exported


def take_back(target: Path, *, app: WSGIApp, address: str) -> int:
    """Write again, in place, every exported page with words that their writer may withdraw at any time.

    For the seconds until a new export is done: a page that changed is replaced, one that is gone is
    removed. Pages say so themselves, with `MAY_GO`. Returns how many were looked at.
    """
    target = target.resolve()
    _refuse_other_folders(target)
    files = [file for file in target.rglob("*.html") if MAY_GO in file.read_bytes()]
    for file in files:
        page = fetch(app, address, path_of(file.relative_to(target).as_posix()))
        if page.published and page.status == 200:
            _replace_page(file, page)
        elif page.status < 500:  # a failing database takes nothing away
            for form in (file, Path(f"{file}.br"), Path(f"{file}.gz")):
                form.unlink(missing_ok=True)
    return len(files)


def _replace_page(file: Path, page: Fetched) -> None:
    """A reader gets the old page or the new one, never half of one."""
    fresh = file.with_name(f".{file.name}.new")
    _write_page(fresh, page)
    for ending in (".br", ".gz", ""):
        if (form := Path(f"{fresh}{ending}")).is_file():
            form.replace(f"{file}{ending}")
        else:
            Path(f"{file}{ending}").unlink(missing_ok=True)


def _write_all(
    new: Path,
    app: WSGIApp,
    address: str,
    paths: list[str],
    static: Folder,
    media: Folder,
    each: Callable[[str], None],
) -> Exported:
    exported = Exported()
    pages: list[Fetched] = []
    (new / MARK).write_text("1\n")
    for path in paths:
        each(path)
        page = fetch(app, address, path)
        if page.status >= 400:
            raise ExportRefused(f"{path} answers with status {page.status}")
        if not page.published:
            exported.skipped[path] = page.status
        elif page.status == 301:
            exported.redirects[path] = page.header(b"location").decode("latin-1")
        else:
            _write_page(new / file_of(path), page)
            pages.append(page)
    missing = fetch(app, address, NOWHERE)
    _write_page(new / "404.html", missing)
    exported.pages = len(pages)
    exported.files = _copy(new, static, _all_files(static.root))
    exported.files += _copy(new, media, _used([*pages, missing], media))
    write_configuration(new, pages=pages, redirects=exported.redirects, static_url=static.url)
    return exported


def file_of(path: str) -> str:
    """The file for a path. Raises ExportRefused for a path that would leave the folder."""
    name = unquote(path).removeprefix("/")
    if "\0" in name or ".." in name.split("/") or name.startswith("/"):
        raise ExportRefused(f"{path} cannot be a file")
    return f"{name}index.html" if name == "" or name.endswith("/") else name


def path_of(name: str) -> str:
    """The path for a file: `file_of` backwards."""
    return "/" + quote(name.removesuffix("index.html") if _is_index(name) else name)


def _is_index(name: str) -> bool:
    return name == "index.html" or name.endswith("/index.html")


def _write_page(file: Path, page: Fetched) -> None:
    if file.is_dir() or any(parent.is_file() for parent in file.parents):
        raise ExportRefused(f"{page.path} and another page need the same name")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(page.body)
    _write_compressed(file, page.body, page.header(b"content-type"))


def _write_compressed(file: Path, content: bytes, content_type: bytes) -> None:
    if is_compressible(content_type, len(content)):
        forms = compress(content)
        for coding, ending in (("br", ".br"), ("gzip", ".gz")):
            if coding in forms:
                Path(f"{file}{ending}").write_bytes(forms[coding])


def _all_files(root: Path) -> Iterator[str]:
    """Names relative to `root`; compressed forms come with their file, hidden files never."""
    for file in sorted(root.rglob("*")):
        name = file.relative_to(root)
        is_form = file.suffix in _COMPRESSED and file.with_suffix("").is_file()
        if file.is_file() and not is_form and not any(p.startswith(".") for p in name.parts):
            yield name.as_posix()


def _used(pages: Iterable[Fetched], media: Folder) -> set[str]:
    """The uploaded files that these pages refer to. Others may be nobody's business."""
    link = re.compile(re.escape(media.url.encode()) + rb"[^\s\"'<>()?#&,]+")
    found = {match for page in pages for match in link.findall(page.body)}
    names = {unquote(match.decode("utf-8", "replace"))[len(media.url) :] for match in found}
    return {name for name in names if ".." not in name.split("/") and (media.root / name).is_file()}


def _copy(new: Path, folder: Folder, names: Iterable[str]) -> int:
    count = 0
    for name in names:
        source, file = folder.root / name, new / folder.url.strip("/") / name
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, file)
        _write_compressed(file, source.read_bytes(), _TYPES.get(source.suffix.lower(), b""))
        count += 1
    return count


def _refuse_other_folders(target: Path) -> None:
    if target.is_file():
        raise ExportRefused(f"{target} is a file")
    if target.is_dir() and any(target.iterdir()) and not (target / MARK).is_file():
        raise ExportRefused(
            f"{target} is not empty and is no earlier export: choose another folder"
        )


def _keep_times(new: Path, old: Path) -> None:
    """A file that has not changed keeps its time, and with it the ETag that nginx makes of it."""
    for file in new.rglob("*"):
        before = old / file.relative_to(new)
        if file.is_file() and before.is_file() and file.read_bytes() == before.read_bytes():
            times = before.stat()
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def _take_place(new: Path, target: Path) -> None:
    """Two renames: for an instant there is no folder. Point the server at a link to avoid even that."""
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)
