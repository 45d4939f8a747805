"""The centre's file is changed while calls are live: taken over as a whole, or not at all; and put back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from acd.asterisk.ami_wire import Message
from acd.asterisk.pins import Verdict
from acd.config.load import BadCentre
from acd.differences import Names
from acd.engine.facts import AgentRestored, AgentSignedIn, DeviceChanged
from acd.live_change import NothingOlder
from acd.memory import centre_as_left
from agents.states import AgentState, Device
from tests.core_kit import answer, call, end_talk
from tests.live_change_kit import Changing, hanna_for_anna, with_hanna, without_anna


@asynccontextmanager
async def at_work(folder: Path, *signed_in: str) -> AsyncIterator[Changing]:
    centre = Changing(folder)
    await centre.start()
    for name in signed_in:
        centre.core.tell(AgentSignedIn(name))
    try:
        yield centre
    finally:
        await centre.service.stop()


def phone_says(centre: Changing, device: str, state: str) -> None:
    """Let the PBX tell of a phone."""
    centre.link.events.take(Message(f"Event: DeviceStateChange\r\nDevice: {device}\r\nState: {state}".encode()))


# ---- a file that is good ----


async def test_agents_and_queues_follow_the_file_and_the_answer_names_them(tmp_path: Path) -> None:
    def edit(raw: dict[str, Any]) -> None:
        without_anna(raw)
        with_hanna(raw)
        raw["queues"]["support"]["ring"] = "9s"

    async with at_work(tmp_path) as centre:
        done = await centre.reload(edit)
        assert centre.agents == ["boris", "clara", "david", "elena", "fedor", "grace", "hanna"]
        assert centre.core.centre.queues["support"].ring_s == 9.0
    assert done.differences.sections == ("queues", "agents")
    assert done.differences.agents == Names(added=("hanna",), removed=("anna",))
    assert done.differences.queues == Names(changed=("support",))


async def test_a_line_of_the_log_says_what_has_changed(tmp_path: Path) -> None:
    async with at_work(tmp_path) as centre:
        with capture_logs() as logs:
            await centre.reload(without_anna)
    (line,) = (entry for entry in logs if entry["event"] == "centre_changed")
    assert (line["sections"], line["agents_removed"]) == (["agents"], ["anna"])


async def test_a_file_that_holds_what_held_already_tells_the_engine_nothing(tmp_path: Path) -> None:
    async with at_work(tmp_path) as centre:
        assert not (await centre.reload(lambda raw: None)).differences.sections
        assert (centre.told(), centre.change.older) == (0, None)


async def test_numbers_menus_and_codes_are_those_of_the_new_file(tmp_path: Path) -> None:
    def edit(raw: dict[str, Any]) -> None:
        raw["transfers"] = {"numbers": {"800": {"queue": "billing"}}}
        raw["menus"]["entries"]["177"] = "billing"
        raw["menus"]["person"]["route"] = "billing"
        raw["desk"] = {"codes": {"pause": "*77"}}
        raw["pbx"]["music"] = "waltz"
        with_hanna(raw)

    async with at_work(tmp_path) as centre:
        old = centre.link._house
        await centre.reload(edit)
        targets, house = centre.service.targets, centre.link._house
        assert (targets.meaning("800").queue, targets.meaning("177").entry) == ("billing", True)
        assert targets.first_queue == "billing"
        assert house.codes.understand("*77") is not None
        assert house.codes.understand("*42") is None
        assert house.codes.pins.check("hanna", "4711", 0.0) is Verdict.RIGHT
        assert (house.music, "177" in house.tree.entries, "177" in old.tree.entries) == ("waltz", True, False)


async def test_a_door_that_wrong_pins_have_shut_stays_shut(tmp_path: Path) -> None:
    async with at_work(tmp_path) as centre:
        await centre.reload(with_hanna)
        for _ in range(3):
            centre.link._house.codes.pins.check("hanna", "0000", 0.0)
        await centre.reload(without_anna)
        assert centre.link._house.codes.pins.locked("hanna", 1.0)


# ---- a file that is not ----


async def test_of_a_bad_file_nothing_holds_and_every_finding_has_its_line(tmp_path: Path) -> None:
    def edit(raw: dict[str, Any]) -> None:
        without_anna(raw)
        raw["agents"]["boris"]["phone"] = "1002"
        raw["queues"]["support"]["ring"] = "soon"

    async with at_work(tmp_path, "anna") as centre:
        rules, house = centre.core.centre.rules, centre.link._house
        with capture_logs() as logs:
            ring, phone = await centre.refused(edit)
        assert "`soon` is not a duration" in ring
        assert "`1002` is not a phone" in phone
        for finding, key in ((ring, "ring: soon"), (phone, "phone: '1002'")):
            file, number, _ = finding.split(":", 2)
            assert (file, key in centre.line(int(number))) == (str(centre.file), True)
        assert (centre.core.centre.rules, centre.link._house, centre.told()) == (rules, house, 0)
        assert centre.change.older is None
    (line,) = (entry for entry in logs if entry["event"] == "change_refused")
    assert line["count"] == 2


@pytest.mark.parametrize("text", ["", "[" * 5000, "agents: &a [*a]", "\0", "centre: [", "- 1", "\ufeff: 7"])
async def test_rubbish_is_refused(text: str, tmp_path: Path) -> None:
    async with at_work(tmp_path) as centre:
        centre.file.write_text(text)
        with pytest.raises(BadCentre):
            await centre.change.reload()
        assert centre.told() == 0


async def test_a_file_that_is_not_there_any_more_is_refused(tmp_path: Path) -> None:
    async with at_work(tmp_path) as centre:
        centre.file.unlink()
        with pytest.raises(BadCentre, match="cannot be read"):
            await centre.change.reload()


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("pbx.ami", "address", "127.0.0.1:2"),
        ("pbx.ami", "user", "somebody"),
        ("pbx.ami", "secret", "another-secret"),
        ("pbx.agi", "listen", "127.0.0.1:9"),
        ("pbx.agi", "secret", "another-secret"),
        ("pbx.agi", "allow", ["10.0.0.1"]),
        ("api", "listen", "127.0.0.1:9"),
        ("api", "token", "another-token"),
        ("journal", "directory", "elsewhere"),
        ("api", "https", True),
        ("journal", "keep", 5),
        ("store", "url", "sqlite:///elsewhere.db"),
    ],
)
async def test_what_needs_a_restart_is_named_and_nothing_else_of_the_file_holds(
    section: str, key: str, value: object, tmp_path: Path
) -> None:
    def edit(raw: dict[str, Any]) -> None:
        place = raw
        for name in section.split("."):
            place = place.setdefault(name, {})
        place[key] = value
        without_anna(raw)

    async with at_work(tmp_path) as centre:
        (finding,) = await centre.refused(edit)
        assert f"`{section}.{key}` needs a restart" in finding
        assert ("anna" in centre.agents, centre.told()) == (True, 0)
        assert "secret" not in finding.replace(f"{section}.{key}", "")


async def test_rules_that_the_engine_refuses_change_nothing_around_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_work(tmp_path) as centre:
        house = centre.link._house
        monkeypatch.setattr(centre.core, "ask", lambda fact: "named twice: anna")
        (finding,) = await centre.refused(with_hanna)
        assert "named twice: anna" in finding
        assert (centre.link._house, centre.change.older) == (house, None)


# ---- putting back ----


async def test_what_held_before_can_be_put_back_and_that_can_be_undone(tmp_path: Path) -> None:
    async with at_work(tmp_path) as centre:
        with pytest.raises(NothingOlder):
            await centre.change.put_back()
        await centre.reload(without_anna)
        back = await centre.change.put_back()
        assert ("anna" in centre.agents, back.differences.agents.added) == (True, ("anna",))
        await centre.change.put_back()
        assert "anna" not in centre.agents


async def test_a_refused_file_leaves_what_can_be_put_back(tmp_path: Path) -> None:
    async with at_work(tmp_path) as centre:
        await centre.reload(without_anna)
        await centre.refused(lambda raw: raw.pop("queues"))
        await centre.change.put_back()
        assert "anna" in centre.agents


# ---- phones ----


async def test_a_new_agents_phone_is_known_and_one_that_is_gone_is_nobodys(tmp_path: Path) -> None:
    async with at_work(tmp_path) as centre:
        await centre.reload(hanna_for_anna)
        agent_of = centre.link.events.agent_of
        assert (agent_of("PJSIP/1008-00000001"), agent_of("PJSIP/1001-00000001")) == ("hanna", None)


async def test_who_gets_another_phone_ends_the_talk_on_the_old_one(tmp_path: Path) -> None:
    async with at_work(tmp_path, "anna") as centre:
        call(centre.core, "c1", "support")
        answer(centre.core, "c1")
        await centre.reload(lambda raw: raw["agents"]["anna"].update(phone="PJSIP/1009"))
        agent_of = centre.link.events.agent_of
        assert (agent_of("PJSIP/1001-00000001"), agent_of("PJSIP/1009-00000001")) == ("anna", "anna")
        phone_says(centre, "PJSIP/1001", "UNAVAILABLE")
        assert (centre.told(DeviceChanged), centre.core.centre.roster["anna"].device) == (0, Device.FREE)
        end_talk(centre.core, "c1")
        assert agent_of("PJSIP/1001-00000001") is None


async def test_a_phone_of_somebody_who_has_gone_home_for_good_tells_nothing(tmp_path: Path) -> None:
    async with at_work(tmp_path, "anna") as centre:
        call(centre.core, "c1", "support")
        answer(centre.core, "c1")
        await centre.reload(without_anna)
        end_talk(centre.core, "c1")
        centre.core.tell(AgentSignedIn("boris"))
        assert centre.core.centre.roster["anna"].state is AgentState.WRAP_UP
        centre.core.tell(DeviceChanged("anna", Device.BUSY))
        before = centre.told(DeviceChanged)
        await asyncio.sleep(6)
        phone_says(centre, "PJSIP/1001", "INUSE")
        assert ("anna" in centre.agents, centre.told(DeviceChanged)) == (False, before)


# ---- by a signal, and from the journal ----


async def test_asked_by_a_signal_it_reloads_and_a_bad_file_or_a_fault_does_not_end_that(tmp_path: Path) -> None:
    async with at_work(tmp_path) as centre:
        refused: list[BadCentre] = []
        centre.change.on_refused = refused.append
        work = asyncio.create_task(centre.change.run())
        good = centre.file.read_text()
        for text in ("centre: [", good):
            centre.file.write_text(text)
            centre.change.ask()
            centre.change.ask()
            await asyncio.sleep(1)
        assert len(refused) == 1
        centre.edit(without_anna)
        centre.change.ask()
        await asyncio.sleep(1)
        assert "anna" not in centre.agents
        work.cancel()


async def test_the_journal_of_a_changed_centre_remembers_who_was_at_work_by_the_new_rules(tmp_path: Path) -> None:
    async with at_work(tmp_path, "anna", "boris") as centre:
        await centre.reload(hanna_for_anna)
        centre.core.tell(AgentSignedIn("hanna"))
        memory = centre_as_left(centre.core.centre, centre.core.clock.now(), centre.core.centre.rules)
        assert [fact.agent for fact in memory if isinstance(fact, AgentRestored)] == ["boris", "hanna"]
