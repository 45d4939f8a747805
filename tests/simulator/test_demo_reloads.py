"""The demo's file can be read anew while it runs: it stays at the doors that it has taken."""

import asyncio
from pathlib import Path

import msgspec

from acd.config.fields import Address
from acd.config.load import load_centre
from acd.live_change import check_doors
from simulator import demo

FILE = Path("configs/demo.yaml")


def test_a_demo_that_was_moved_reads_its_file_for_where_it_is() -> None:
    centre = load_centre(FILE)
    api = centre.part.api.model_copy(update={"listen": Address("127.0.0.1", 0)})
    centre = msgspec.structs.replace(centre, part=centre.part.model_copy(update={"api": api}))
    here = demo.moved(centre, Address("127.0.0.1", 7), Address("127.0.0.1", 8), "another-secret")
    again = asyncio.run(demo.reread(here))
    check_doors(here.part, again.part, FILE)
    assert again.rules == here.rules
