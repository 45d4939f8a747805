"""Each exact number that the project is held to, to the last digit that is given."""

import pytest

from simulator.erlang import delay, erlang_b, erlang_c, limited_queue, waiting_line

RATE, HANDLING = 100 / 1800, 180.0


@pytest.mark.parametrize(
    ("load", "agents", "lost", "waits"),
    [
        (10, 12, ".11973919", ".44938822"),
        (20, 22, ".10673395", ".56791516"),
        (20, 25, ".05022178", ".20910283"),
        (50, 55, ".05374881", ".38454732"),
        (100, 110, ".02746345", ".23700750"),
    ],
)
def test_erlang_b_and_c(load: float, agents: int, lost: str, waits: str) -> None:
    assert f"{erlang_b(load, agents):.8f}" == f"0{lost}"
    assert f"{erlang_c(load, agents):.8f}" == f"0{waits}"


@pytest.mark.parametrize(
    ("agents", "p_wait", "within", "wait_s", "occupancy"),
    [
        (11, ".682118", ".389614", "122.7813", ".9091"),
        (12, ".449388", ".640158", "40.4449", ".8333"),
        (13, ".285270", ".795595", "17.1162", ".7692"),
        (14, ".174132", ".888350", "7.8359", ".7143"),
        (15, ".102042", ".941453", "3.6735", ".6667"),
    ],
)
def test_a_hundred_calls_in_half_an_hour(agents: int, p_wait: str, within: str, wait_s: str, occupancy: str) -> None:
    assert f"{erlang_c(RATE * HANDLING, agents):.6f}" == f"0{p_wait}"
    assert f"{delay.service_level(RATE, HANDLING, agents, 20):.6f}" == f"0{within}"
    assert f"{delay.mean_wait_s(RATE, HANDLING, agents):.4f}" == wait_s
    assert f"{delay.occupancy(RATE, HANDLING, agents):.4f}" == f"0{occupancy}"

    line = waiting_line(RATE, HANDLING, agents)
    assert f"{line.p_wait:.6f}" == f"0{p_wait}"
    assert f"{line.service_level(20):.6f}" == f"0{within}"
    assert f"{line.mean_wait_s:.4f}" == wait_s
    assert f"{line.occupancy:.4f}" == f"0{occupancy}"


def test_fifty_agents_whose_callers_have_two_minutes_of_patience() -> None:
    line = waiting_line(48 / 60, 60, 50, patience_s=120)
    assert f"{line.p_wait:.6f}" == "0.467774"
    assert f"{line.p_abandon:.6f}" == "0.030912"
    assert f"{line.mean_wait_s:.4f}" == "3.7095"
    assert f"{line.queue_length:.4f}" == "2.9676"
    assert f"{line.occupancy:.6f}" == "0.930324"


def test_the_same_fifty_agents_whose_callers_never_hang_up() -> None:
    assert f"{delay.mean_wait_s(48 / 60, 60, 50):.4f}" == "20.8337"
    assert f"{erlang_c(48, 50):.6f}" == "0.694456"


def test_fourteen_agents_whose_callers_have_five_minutes_of_patience() -> None:
    line = waiting_line(RATE, HANDLING, 14, patience_s=300)
    assert f"{line.p_wait:.5f}" == "0.14526"
    assert f"{line.p_abandon:.6f}" == "0.013984"
    assert f"{line.mean_wait_s / 60:.6f}" == "0.069919"
    assert f"{line.answered_within(20):.6f}" == "0.916792"  # answered in time / all offered


def test_twelve_agents_serve_in_the_mean_what_the_lines_of_priority_say() -> None:
    assert f"{delay.mean_wait_s(4.2, 2, 12):.6f}" == "0.102160"


def test_at_most_five_waiting_block_what_a_published_simulation_of_a_day_has_seen() -> None:
    """18.655 [18.05, 19.27] a day of 480 minutes that starts empty, so in equilibrium hardly more."""
    assert 18.05 < limited_queue(4.2, 2, 12, 5).p_blocked * 4.2 * 480 < 19.27
