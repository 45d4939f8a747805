"""The client keeps connected, delivers what is wanted in order, and says nothing twice."""

import asyncio

import pytest
from structlog.testing import capture_logs

from acd.asterisk.ami_actions import NotSent, OutcomeUnknown
from acd.asterisk.ami_login import LoginRefused, event_filters
from tests.asterisk.ami_owner import Owner, ScriptedList, hangup
from tests.asterisk.scripted_pbx import SECRET, refuse, scripted_pbx, silent


async def test_it_logs_in_by_challenge_filters_and_then_tells_its_owner() -> None:
    async with scripted_pbx() as pbx:
        owner = Owner(pbx)
        async with owner.running() as client:
            assert client.is_connected
            assert owner.told == ["connected"]
            assert pbx.names_heard() == ["Challenge", "Login", "Filter"]
            assert SECRET not in str([list(action.items()) for action in pbx.heard])
            assert pbx.heard[2].get("Operation") == "Add"
            assert "Hangup" in pbx.heard[2].get("Filter")
        assert not client.is_connected
        assert owner.told == ["connected", "lost: closed by the engine"]


async def test_where_no_challenge_is_offered_it_logs_in_in_plain() -> None:
    async with scripted_pbx() as pbx:
        pbx.answers["Challenge"] = refuse("Invalid/unknown command")
        pbx.answers["Login"] = lambda p, action: p.respond(
            action, "Success" if action.get("Secret") == SECRET else "Error"
        )
        async with Owner(pbx).running() as client:
            await asyncio.sleep(4)
            assert client.is_connected


async def test_a_refused_filter_is_logged_and_unwanted_events_are_dropped_here() -> None:
    async with scripted_pbx() as pbx:
        pbx.answers["Filter"] = refuse("Permission denied")
        owner = Owner(pbx)
        with capture_logs() as logs:
            async with owner.running() as client:
                ignored_before = client.counts["ignored_events"]
                pbx.say(("Event", "VarSet"), ("Uniqueid", "1"))
                pbx.say(*hangup(2))
                await asyncio.sleep(0.1)
                assert owner.told == ["connected", "Hangup 2"]
                assert client.counts["ignored_events"] == ignored_before + 1
        assert "ami_filter_refused" in [line["event"] for line in logs]


@pytest.mark.parametrize("chunk", [1, 7, 1000])
async def test_events_come_in_order_however_they_were_cut(chunk: int) -> None:
    async with scripted_pbx() as pbx:
        owner = Owner(pbx)
        async with owner.running():
            data = b"".join(b"Event: Hangup\r\nUniqueid: %d\r\nLast: \r\n\r\n" % number for number in range(30))
            for start in range(0, len(data), chunk):
                pbx.say_bytes(data[start : start + chunk])
                await asyncio.sleep(0.001)
            assert owner.told[1:] == [f"Hangup {number}" for number in range(30)]


async def test_events_that_come_while_the_owner_reconciles_follow_afterwards() -> None:
    async with scripted_pbx() as pbx:
        owner = Owner(pbx)
        owner.reconciles_for_s = 5
        async with owner.running():
            for number in range(350):
                pbx.say(*hangup(number))
            await asyncio.sleep(4)
            assert owner.told == ["connected"]
            await asyncio.sleep(2)
            pbx.say(*hangup("last"))
            await asyncio.sleep(0.1)
            assert owner.told[1:] == [*(f"Hangup {number}" for number in range(350)), "Hangup last"]


async def test_no_event_is_told_after_the_loss() -> None:
    async with scripted_pbx() as pbx:
        owner = Owner(pbx)
        owner.reconciles_for_s = 1
        async with owner.running():
            for number in range(5000):
                pbx.say(*hangup("stop" if number == 90 else number))
            await asyncio.sleep(5)
        assert owner.told[-1] == "lost: closed by the engine"
        assert 90 < len(owner.told) < 5000


async def test_one_bad_event_hurts_nobody() -> None:
    async with scripted_pbx() as pbx:
        owner = Owner(pbx)
        async with owner.running() as client:
            pbx.say(*hangup("bad"))
            pbx.say(*hangup("good"))
            await asyncio.sleep(0.1)
            assert owner.told == ["connected", "Hangup good"]
            assert client.counts["handler_failures"] == 1


async def test_an_oversized_and_a_malformed_message_are_dropped_and_the_next_is_read() -> None:
    async with scripted_pbx() as pbx:
        owner = Owner(pbx)
        async with owner.running() as client:
            pbx.say_bytes(b"Event: Hangup\r\nBig: " + b"x" * 1_000_000 + b"\r\n\r\nrubbish\r\n\r\n")
            pbx.say(*hangup(1))
            await asyncio.sleep(0.1)
            assert owner.told == ["connected", "Hangup 1"]
            assert client.counts["dropped_messages"] == 2


async def test_when_the_connection_goes_the_outcome_is_unknown_and_nothing_is_sent_again() -> None:
    async with scripted_pbx() as pbx:
        pbx.answers["Originate"] = silent
        owner = Owner(pbx)
        async with owner.running() as client:
            asked = asyncio.ensure_future(client.action("Originate", {"Channel": "PJSIP/1"}))
            await asyncio.sleep(0.1)
            pbx.drop()
            with pytest.raises(OutcomeUnknown):
                await asked
            with pytest.raises(NotSent):
                await client.action("Originate", {"Channel": "PJSIP/2"})
            await asyncio.sleep(60)
            assert client.is_connected
            assert owner.told[:3] == ["connected", "lost: the PBX closed the connection", "connected"]
            assert pbx.names_heard().count("Originate") == 1


async def test_a_reconciliation_cut_short_by_a_lost_connection_is_begun_anew() -> None:
    async with scripted_pbx() as pbx:
        pbx.answers["Status"] = silent
        owner = Owner(pbx)
        owner.asks_when_connected = ["Status"]
        async with owner.running() as client:
            pbx.drop()
            owner.asks_when_connected = []
            await asyncio.sleep(5)
            assert client.is_connected
            assert [told.partition(":")[0] for told in owner.told] == ["connected", "lost", "connected"]


async def test_a_reconciliation_that_fails_is_tried_again_on_a_new_connection() -> None:
    async with scripted_pbx() as pbx:
        pbx.answers["Status"] = refuse("not now")
        owner = Owner(pbx)
        owner.asks_when_connected = ["Status"]
        async with owner.running():
            await asyncio.sleep(5)
            assert pbx.connections > 1
            del pbx.answers["Status"]
            pbx.answers["Status"] = ScriptedList("Complete")
            await asyncio.sleep(60)
            assert owner.told[-2:] == ["connected", "Hangup 5"]


async def test_a_wrong_secret_is_said_once_and_not_tried_again() -> None:
    async with scripted_pbx() as pbx:
        owner = Owner(pbx, secret="wrong")
        with capture_logs() as logs, pytest.raises(LoginRefused, match="Authentication failed"):
            await owner.client.run()
        assert pbx.connections == 1
        assert [line["event"] for line in logs if line["log_level"] == "error"] == ["ami_login_refused"]
        assert "wrong" not in str(logs)
        assert owner.told == []


async def test_a_login_refused_for_now_is_tried_again() -> None:
    async with scripted_pbx() as pbx:
        pbx.answers["Login"] = refuse("Shutting down")
        async with Owner(pbx).running() as client:
            await asyncio.sleep(5)
            assert not client.is_connected
            del pbx.answers["Login"]
            await asyncio.sleep(20)
            assert client.is_connected


async def test_a_pbx_that_is_still_starting_is_asked_only_when_it_has_started() -> None:
    async with scripted_pbx() as pbx:
        pbx.boots = False
        owner = Owner(pbx)
        async with owner.running():
            await asyncio.sleep(2)
            assert owner.told == []
            pbx.say(("Event", "FullyBooted"))
            await asyncio.sleep(0.1)
            assert owner.told == ["connected"]


async def test_a_user_who_is_not_told_of_the_start_gets_in_after_three_seconds() -> None:
    async with scripted_pbx() as pbx:
        pbx.boots = False
        owner = Owner(pbx)
        with capture_logs() as logs:
            async with owner.running():
                await asyncio.sleep(3.1)
                assert owner.told == ["connected"]
        assert "ami_start_not_confirmed" in [line["event"] for line in logs]


async def test_a_start_that_is_told_too_late_begins_the_connection_anew() -> None:
    async with scripted_pbx() as pbx:
        pbx.boots = False
        owner = Owner(pbx)
        async with owner.running():
            await asyncio.sleep(5)
            pbx.boots = True
            pbx.say(("Event", "FullyBooted"))
            await asyncio.sleep(5)
            assert owner.told == ["connected", "lost: the PBX has only now finished starting", "connected"]


async def test_pauses_between_failed_connections_grow_to_a_limit() -> None:
    async with scripted_pbx() as pbx:
        owner = Owner(pbx)
        await pbx.stop()
        with capture_logs() as logs:
            async with owner.running():
                await asyncio.sleep(120)
        pauses = [line["retry_in_s"] for line in logs if line["event"] == "ami_disconnected"]
        for pause, most in zip(pauses, [0.5, 1, 2, 4, 8, *[15] * 20], strict=False):
            assert most / 2 <= pause <= most
        assert 10 <= len(pauses) <= 22
        assert owner.client.counts["failed_connections"] == len(pauses)


async def test_after_a_steady_connection_the_first_pause_is_short_again() -> None:
    async with scripted_pbx() as pbx:
        owner = Owner(pbx)
        await pbx.stop()
        async with owner.running() as client:
            await asyncio.sleep(60)
            await pbx.start()
            await asyncio.sleep(60)
            assert client.is_connected
            pbx.drop()
            await asyncio.sleep(0.6)
            assert client.is_connected


async def test_a_half_open_link_is_noticed_by_the_ping() -> None:
    async with scripted_pbx() as pbx:
        owner = Owner(pbx)
        async with owner.running():
            await asyncio.sleep(60)
            assert owner.told == ["connected"]
            pbx.answers["Ping"] = silent
            await asyncio.sleep(15.1)
            assert owner.told[:2] == ["connected", "lost: Ping: no answer within 5.0 s"]
            await asyncio.sleep(1)
            assert (pbx.connections, pbx.open_connections) == (2, 1)


@pytest.mark.parametrize("greeting", [b"", b"220 mail.example ESMTP\r\n", b"\x00" * 100_000])
async def test_what_is_not_ami_is_left_alone(greeting: bytes) -> None:
    async with scripted_pbx() as pbx:
        pbx.greeting = greeting
        with capture_logs() as logs:
            async with Owner(pbx).running() as client:
                await asyncio.sleep(11)
                assert not client.is_connected
        assert pbx.heard == []
        assert "is this the AMI port?" in logs[0]["reason"]


def test_filters_fit_in_the_lines_that_asterisk_reads() -> None:
    names = [f"Event{number}" for number in range(300)]
    filters = event_filters(names)
    assert all(len(pattern) < 900 for pattern in filters)
    assert sum(pattern.count("Event") - 1 for pattern in filters) == len(names)
    assert sum("FullyBooted" in pattern for pattern in filters) == 1
    with pytest.raises(ValueError, match="not the name"):
        event_filters(["Hangup.*"])
