"""The pages as they were built: three of them, and what they load; nothing else can be asked for.

All files are read once, at the start: they are small, and a path from outside is only ever a key of a table.
What browsers must not do is said in ``headers``.
"""

from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.access.visitors import COOKIE
from api.pages import BUILT
from api.refusals import Refusal

SIGN_IN: Final = "/sign-in"
PAGES: Final = {"/": "index.html", "/wall": "wall.html", SIGN_IN: "sign-in.html"}
ASSETS: Final = "/assets/"

MEDIA: Final = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
"""What each kind of file is; another kind needs its line here."""

PACKINGS: Final = (("br", ".br"), ("gzip", ".gz"))
"""What files are packed with beside the plain ones, the smallest first."""

FOR_EVER: Final = "public, max-age=31536000, immutable"
"""For files that have a digest of themselves in their name."""


class PageFile(NamedTuple):
    """A file with its media type, plain and packed."""

    media: str
    plain: bytes
    packed: dict[str, bytes]


def is_page_path(path: str) -> bool:
    """Whether ``path`` is of the pages, which hold nothing secret and are open to everybody."""
    return path in PAGES or path.startswith(ASSETS)


def read_files(folder: Path) -> dict[str, PageFile]:
    """Return every built file by its path from outside; of pages that were not built, none."""
    if not (folder / "digest").is_file():
        return {}
    files = {path: page_file(folder / name) for path, name in PAGES.items()}
    for file in sorted((folder / "assets").iterdir()):
        if file.suffix not in (".br", ".gz"):
            files[f"{ASSETS}{file.name}"] = page_file(file)
    return files


def page_file(file: Path) -> PageFile:
    """Read ``file`` and what it is packed into."""
    packed = {name: file.with_name(file.name + end) for name, end in PACKINGS}
    read = {name: each.read_bytes() for name, each in packed.items() if each.is_file()}
    return PageFile(MEDIA[file.suffix], file.read_bytes(), read)


def page_routes(folder: Path = BUILT) -> APIRouter:
    """Make the routes of the pages that were built into ``folder``."""
    routes = APIRouter(include_in_schema=False)
    files = read_files(folder)

    async def page(request: Request) -> Response:
        """A page, or something it loads; who is not signed in, as far as can be seen, is sent there first."""
        path = request.url.path
        if not files:
            raise Refusal(503, "pages_not_built")
        if path not in files:
            raise Refusal(404, "not_found")
        if path in PAGES and path != SIGN_IN and COOKIE not in request.cookies:
            asked = quote(f"{path}?{request.url.query}".removesuffix("?"))
            return RedirectResponse(f"{SIGN_IN}?next={asked}", 303, {"Cache-Control": "no-store"})
        return served(files[path], request.headers.get("accept-encoding", ""), for_ever=path.startswith(ASSETS))

    for path in (*PAGES, ASSETS + "{name}"):
        routes.add_api_route(path, page, methods=["GET", "HEAD"])
    return routes


def served(file: PageFile, accepted: str, *, for_ever: bool) -> Response:
    """Answer with ``file``, packed if the browser unpacks it."""
    headers = {"Cache-Control": FOR_EVER if for_ever else "no-cache", "Vary": "Accept-Encoding"}
    known = {part.partition(";")[0].strip() for part in accepted.split(",") if "q=0" not in part.replace("q=0.", "")}
    for name, _ in PACKINGS:
        if name in known and name in file.packed:
            return Response(file.packed[name], media_type=file.media, headers=headers | {"Content-Encoding": name})
    return Response(file.plain, media_type=file.media, headers=headers)
