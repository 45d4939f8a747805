"""Building the pages: only when something changed, and with a sentence when it cannot be done."""

from pathlib import Path

import pytest

from api.pages import PAGES, build


def test_what_goes_in_is_the_sources_and_the_shapes_and_nothing_that_is_made() -> None:
    files = list(build.sources())
    names = {str(file.relative_to(build.ROOT)) for file in files}
    assert {"api/pages/src/api.ts", "api/pages/package-lock.json", "acd/live/views.py", "api/app.py"} <= names
    assert not [name for name in names if "node_modules" in name or "/built/" in name or "/generated/" in name]
    assert files == list(build.sources()), "their order is fixed"


def test_a_changed_file_asks_for_a_new_build_and_a_build_of_it_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, built, builds = tmp_path / "page.ts", tmp_path / "built", []
    built.mkdir()
    monkeypatch.setattr(build, "BUILT", built)
    monkeypatch.setattr(build, "sources", lambda: iter((source,)))
    monkeypatch.setattr(build, "build", lambda: builds.append(source.read_text()))
    for text in ("one", "one", "two"):
        source.write_text(text)
        assert build.main() == 0
    assert builds == ["one", "two"]


def test_a_step_that_fails_says_so_and_leaves_no_half_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "digest").write_text("of what was before")
    monkeypatch.setattr(build, "BUILT", tmp_path)
    monkeypatch.setattr(build, "fetch_libraries", lambda: build.run("false"))
    assert build.main() == 1
    assert "'false' failed" in capsys.readouterr().out
    assert not (tmp_path / "digest").exists()


def test_the_lock_holds_digests_and_no_addresses_of_registries() -> None:
    lock = (PAGES / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert lock.count('"integrity": "sha512-') == lock.count('"node_modules/')
