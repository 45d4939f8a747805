"""Installing the lab's Asterisk: what a person is told when it cannot be had (no root and no Asterisk needed)."""

import os
import shutil
from pathlib import Path

import pytest

from simulator.lab import install as installing


def test_without_root_it_says_so_and_ends_with_a_code_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert installing.main() == installing.NO_ROOT == 3
    assert "run as root" in capsys.readouterr().err


def test_an_asterisk_of_another_version_is_refused_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = tmp_path / "VERSION-FOUND"
    found.write_text("Asterisk 23.1.0~dfsg-1\n")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda command: f"/usr/bin/{command}")
    monkeypatch.setattr(installing, "VERSION_FILE", found)
    assert installing.main() == 1
    assert "Debian sid holds Asterisk 23.1.0~dfsg-1 now" in capsys.readouterr().err


def test_a_package_that_is_gone_is_named_and_leaves_no_half_an_asterisk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda command: f"/usr/bin/{command}")
    monkeypatch.setattr(installing, "ASTERISK_ROOT", tmp_path / "asterisk-root")
    monkeypatch.setattr(installing, "VERSION_FILE", tmp_path / "asterisk-root" / "VERSION-FOUND")
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "debootstrap").write_text("#!/bin/sh\nexit 1\n")
    (programs / "debootstrap").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    assert installing.main() == 1
    assert "debootstrap could not fetch asterisk," in capsys.readouterr().err
    assert not (tmp_path / "asterisk-root").exists()


def test_without_apt_the_missing_tools_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda command: None)
    assert installing.main() == 1
    assert "debootstrap, sip-tester, util-linux must be installed" in capsys.readouterr().err
