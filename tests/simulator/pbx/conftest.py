"""A test that asks for ``place`` runs on the emulated PBX, and on a real Asterisk that it is held to."""

from collections.abc import Iterator

import pytest

from simulator.lab.asterisk_lab import AsteriskLab
from simulator.lab.install import install
from simulator.lab.lab_config import PROJECT, LabSettings
from tests.scenarios.places import SECRET, AsteriskPlace, EmulatedPlace, Place

HOST = "127.0.0.62"


@pytest.fixture(scope="session")
def asterisk() -> Iterator[AsteriskLab]:
    install()
    lab = AsteriskLab("both", LabSettings(host=HOST, engine=f"{HOST}:4573", secret=SECRET, patience_s=1))
    lab.start()
    yield lab
    lab.stop()


@pytest.fixture(params=["emulated", pytest.param("asterisk", marks=pytest.mark.asterisk)])
def place(request: pytest.FixtureRequest) -> Place:
    if request.param == "emulated":
        return EmulatedPlace(PROJECT / "ivr" / "sounds")
    return AsteriskPlace(request.getfixturevalue("asterisk"))
