"""One real Asterisk for all bad days."""

from collections.abc import Iterator

import pytest

from simulator.lab.asterisk_lab import AsteriskLab
from simulator.lab.install import install
from simulator.lab.lab_config import LabSettings

HOST = "127.0.0.61"


@pytest.fixture(scope="session")
def lab() -> Iterator[AsteriskLab]:
    install()
    lab = AsteriskLab("bad-days", LabSettings(host=HOST, engine=f"{HOST}:4573"))
    lab.start()
    yield lab
    lab.stop()
