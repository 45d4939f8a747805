"""The pages as files: what can be asked for, how it is packed, kept and named; nothing else is ever given."""

import gzip
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.access.visitors import COOKIE
from api.page_files import is_page_path, page_routes, read_files
from api.pages import BUILT, build
from api.refusals import answer_all

SCRIPT = b"console.log('a page')"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("index.html", "wall.html", "sign-in.html"):
        (tmp_path / name).write_text(f"<!doctype html><title>{name}</title>")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "index-1a2b.js").write_bytes(SCRIPT)
    (tmp_path / "assets" / "index-1a2b.js.gz").write_bytes(gzip.compress(SCRIPT))
    (tmp_path / "assets" / "index-1a2b.js.br").write_bytes(b"as brotli packs it")
    (tmp_path / "digest").write_text("of the sources")
    return tmp_path


def client(folder: Path, *, signed_in: bool = True) -> httpx.AsyncClient:
    app = FastAPI()
    answer_all(app)
    app.include_router(page_routes(folder))
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://centre", cookies={COOKIE: "secret"} if signed_in else None
    )


@pytest.mark.parametrize(("path", "name"), [("/", "index"), ("/wall", "wall"), ("/sign-in", "sign-in")])
async def test_each_page_is_asked_for_anew_each_time(folder: Path, path: str, name: str) -> None:
    async with client(folder) as ask:
        answer = await ask.get(path)
    assert f"<title>{name}.html</title>" in answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "to"),
    [("/", "/sign-in?next=/"), ("/wall?team=Riga%20%26%20co", "/sign-in?next=/wall%3Fteam%3DRiga%2520%2526%2520co")],
)
async def test_who_shows_no_session_is_sent_to_the_sign_in_and_comes_back(folder: Path, path: str, to: str) -> None:
    async with client(folder, signed_in=False) as ask:
        answer = await ask.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, to)
        assert answer.headers["cache-control"] == "no-store"
        assert (await ask.get("/sign-in")).status_code == 200
        assert (await ask.get("/assets/index-1a2b.js")).status_code == 200


async def test_what_a_page_loads_is_kept_for_ever(folder: Path) -> None:
    async with client(folder) as ask:
        answer = await ask.get("/assets/index-1a2b.js")
    assert answer.content == SCRIPT
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("accepted", "packing"),
    [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", None), ("", None)],
)
async def test_it_is_packed_as_the_browser_unpacks_it(folder: Path, accepted: str, packing: str | None) -> None:
    async with (
        client(folder) as ask,
        ask.stream("GET", "/assets/index-1a2b.js", headers={"Accept-Encoding": accepted}) as answer,
    ):
        body = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers.get("content-encoding") == packing
    assert answer.headers["vary"] == "Accept-Encoding"
    assert body == {"br": b"as brotli packs it", "gzip": gzip.compress(SCRIPT), None: SCRIPT}[packing]


@pytest.mark.parametrize(
    "path",
    [
        "/assets/other.js",
        "/assets/..%2Fdigest",
        "/assets/%2e%2e/digest",
        "/assets//etc/passwd",
        "/digest",
        "/index.html",
        "/assets/index-1a2b.js.gz",
    ],
)
async def test_nothing_else_is_given(folder: Path, path: str) -> None:
    async with client(folder) as ask:
        answer = await ask.get(path)
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


async def test_pages_that_were_not_built_say_what_to_do(tmp_path: Path) -> None:
    async with client(tmp_path) as ask:
        answer = await ask.get("/", headers={"Accept-Language": "ru"})
    assert answer.status_code == 503
    assert "python -m api.pages.build" in answer.json()["detail"]


def test_only_pages_and_what_they_load_are_open_to_everybody() -> None:
    assert all(is_page_path(path) for path in ("/", "/wall", "/sign-in", "/assets/index-1a2b.js"))
    assert not any(is_page_path(path) for path in ("/api/me", "/assets", "/wall/", "/sign-in/x", ""))


def test_what_is_built_is_small_and_has_nothing_of_its_own_in_the_page() -> None:
    assert build.main() == 0, "the pages could not be built"
    files = read_files(BUILT)
    assert sum(len(file.packed["gzip"]) for path, file in files.items() if path.startswith("/assets/")) < 300_000
    for path in ("/", "/wall", "/sign-in"):
        page = files[path].plain.decode()
        assert "style=" not in page
        assert "<style" not in page
        assert "://" not in page
        assert page.count("<script") == page.count('<script type="module" crossorigin src="/assets/')
