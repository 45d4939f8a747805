"""The log: JSON that parses, a call's id on its lines, no secrets, nothing a terminal would obey."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from acd.logs import Lines, set_up_logs


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """Leave the log of other tests as it was."""
    handlers, level = list(logging.root.handlers), logging.root.level
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


def json_lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def logged(event: str = "said", level: str = "info", **fields: Any) -> dict[str, Any]:
    """Log one event as JSON and read it back."""
    out = io.StringIO()
    set_up_logs("debug", out, terminal=False)
    getattr(structlog.get_logger(), level)(event, **fields)
    (line,) = json_lines(out)
    return line


def on_terminal(event: str = "said", **fields: Any) -> str:
    out = io.StringIO()
    set_up_logs("info", out, terminal=True)
    structlog.get_logger().info(event, **fields)
    return out.getvalue()


def test_a_line_is_json_with_event_level_time_and_fields() -> None:
    line = logged("call_arrived", level="warning", number="+74951234567", wait_s=1.5)
    assert line.pop("at").endswith("Z")
    assert line == {"event": "call_arrived", "level": "warning", "number": "+74951234567", "wait_s": 1.5}


def test_the_call_in_hand_is_on_every_line() -> None:
    with structlog.contextvars.bound_contextvars(call="1700000000.3"):
        assert logged("menu_entered")["call"] == "1700000000.3"
    assert "call" not in logged("menu_entered")


@pytest.mark.parametrize("key", ["secret", "ami_secret", "token", "API_TOKEN", "password", "api_key", "Authorization"])
def test_a_secret_never_appears(key: str) -> None:
    hidden = "hunter2hunter2"
    fields: dict[str, Any] = {key: hidden, "inside": {"deep": [{key: hidden}]}}
    line = logged("login", **fields)
    assert line[key] == "***"
    assert hidden not in json.dumps(line)
    assert hidden not in on_terminal("login", **fields)


def test_variables_of_a_failed_function_do_not_appear_on_a_terminal() -> None:
    out = io.StringIO()
    set_up_logs("info", out, terminal=True)
    token = "-".join(["hunter2", "hunter2"])
    try:
        raise ValueError(f"a token of {len(token)} letters\x1b[2J")
    except ValueError:
        structlog.get_logger().exception("failed")
    assert "a token of 15 letters?[2J" in out.getvalue()
    assert token not in out.getvalue()


def test_a_line_below_the_level_is_never_rendered() -> None:
    class Loud:
        def __repr__(self) -> str:
            raise AssertionError("rendered")

    out = io.StringIO()
    for terminal in (False, True):
        set_up_logs("warning", out, terminal=terminal)
        structlog.get_logger().info("quiet", value=Loud())
    assert out.getvalue() == ""


@pytest.mark.parametrize("odd", ["\udcff", 2**70, {1, 2}, b"\xff", object, float("nan")])
def test_values_json_has_no_form_for_are_shown_and_break_nothing(odd: object) -> None:
    assert "odd" in logged(odd=odd)


def test_a_value_that_contains_itself_ends() -> None:
    circle: list[Any] = []
    circle.append(circle)
    assert logged(circle=circle)["circle"] == [[[["…"]]]]


def test_escapes_in_a_name_do_not_reach_the_terminal() -> None:
    shown = on_terminal("arrived", name="\x1b]0;owned\x07Eve\r\nfake line", data={"x": "\x9b2J"})
    assert "]0;owned?Eve??fake line" in shown
    assert "\x1b]0" not in shown and "\x07" not in shown and "\x9b" not in shown


def test_libraries_are_heard_from_warnings_up() -> None:
    out = io.StringIO()
    set_up_logs("info", out, terminal=False)
    logging.getLogger("somebody").info("chatter")
    logging.getLogger("somebody").error("trouble with %s", "x")
    (line,) = json_lines(out)
    assert (line["event"], line["library"], line["said"], line["level"]) == (
        "library_said", "somebody", "trouble with x", "error",
    )  # fmt: skip


def test_a_path_is_added_to(tmp_path: Path) -> None:
    path = tmp_path / "acd.log"
    path.write_text('{"event": "before"}\n')
    lines = set_up_logs("info", path)
    structlog.get_logger().info("after")
    lines.close()
    structlog.get_logger().info("too late")
    assert lines.lost == 1
    assert [json.loads(line)["event"] for line in path.read_text().splitlines()] == ["before", "after"]


def test_a_log_file_is_its_owners_alone_and_its_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "var" / "acd.log"
    set_up_logs("info", path).close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_stream_that_fails_hurts_nobody_and_is_counted() -> None:
    class Broken(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    lines = Lines(Broken())
    lines.info("lost")
    assert lines.lost == 1


def test_an_unknown_level_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="'loud': expected one of debug, info"):
        set_up_logs("loud")
