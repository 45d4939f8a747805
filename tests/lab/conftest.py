"""One real Asterisk for all tests of this folder."""

from collections.abc import Iterator

import pytest

from simulator.lab.asterisk_lab import AsteriskLab
from simulator.lab.install import install
from simulator.lab.lab_config import LabSettings

HOST = "127.0.0.21"

PATIENCE_S = 1
"""Counted in whole seconds of the clock, so it lasts between one and two."""


@pytest.fixture(scope="session")
def lab() -> Iterator[AsteriskLab]:
    install()
    lab = AsteriskLab("dialplan", LabSettings(host=HOST, engine=f"{HOST}:4573", patience_s=PATIENCE_S))
    lab.start()
    yield lab
    lab.stop()
