"""Plots: the same bytes for the same figures, in light and dark, wide and narrow, whatever things are called."""

import re
import struct
import xml.etree.ElementTree as ET

import matplotlib as mpl
import msgspec
import pytest

from simulator.report import look
from simulator.report.axes import short
from simulator.report.look import DARK, Look, Plot, dark, png, svg
from simulator.report.plots import KINDS, plots_of
from simulator.report.series import honest
from simulator.statistics.results import Figure, Results, Waits
from tests.simulator.report.kit import bare, group, nothing, results

HOSTILE = "$x^2$ alert(1)</script>&\x1b\u202e\ud800名"


def plot_of(day: Results, name: str = "occupancy") -> Plot:
    return next(plot for plot in plots_of(day, "en") if plot.name == name)


def test_a_day_has_all_six_pictures() -> None:
    assert [plot.name for plot in plots_of(results(), "en")] == [
        "load", "service-level", "waits", "waits-distribution", "days", "occupancy",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (bare(), []),
        (nothing(), ["load"]),
        (honest(results(days=1)), ["load", "service-level", "waits", "waits-distribution", "occupancy"]),
        (msgspec.structs.replace(results(), steady=True), ["waits-distribution", "days"]),
    ],
    ids=["nothing at all", "nobody called", "one day", "steady"],
)
def test_what_cannot_be_drawn_is_left_out(day: Results, names: list[str]) -> None:
    assert [plot.name for plot in plots_of(day, "en")] == names


@pytest.mark.parametrize("name", KINDS)
def test_the_same_figures_give_the_same_bytes(name: str) -> None:
    first, second = (svg(plot_of(results(), name), Look("en", narrow=True)) for _ in range(2))
    assert first == second


def test_a_png_has_the_same_bytes_and_is_wide_enough_to_read() -> None:
    first, second = (png(plot_of(results()), "ru") for _ in range(2))
    assert first == second
    assert first[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", first[16:20])[0] == 1100
    assert len(first) < 150_000


def test_a_plot_does_not_depend_on_how_matplotlib_is_set_up() -> None:
    before = svg(plot_of(results()), Look("en"))
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "lines.linewidth": 9}):
        assert svg(plot_of(results()), Look("en")) == before


@pytest.mark.parametrize("day", [nothing(), nothing(periods=1)], ids=["4 intervals", "1 interval"])
def test_days_without_calls_are_drawn_without_numbers_that_are_none(day: Results) -> None:
    for plot in plots_of(day, "en"):
        assert not re.search(r"\b(nan|inf)\b", svg(plot, Look("en")), re.IGNORECASE)


def test_gaps_and_odd_figures_are_drawn_without_numbers_that_are_none() -> None:
    day = results()
    odd = tuple(
        {} if place % 3 == 0 else each | {"offered": Figure(0.0, 0.0)} if place % 3 == 1 else each
        for place, each in enumerate(day.periods)
    )
    gaps = msgspec.structs.replace(day, periods=odd, waits=Waits((0.0,), (1.0,)), service_levels=(0.8, 0.8))
    for plot in plots_of(gaps, "en"):
        assert not re.search(r"\b(nan|inf)\b", svg(plot, Look("en")), re.IGNORECASE)


def test_names_stay_text_in_a_picture() -> None:
    hostile = msgspec.structs.replace(results(), groups={HOSTILE: group(3, 0.0)})
    drawn = svg(plot_of(hostile), Look("en"))
    root = ET.fromstring(drawn)  # well-formed
    assert not {"script", "foreignObject", "a"} & {each.tag.rpartition("}")[2] for each in root.iter()}
    assert "alert(1)&lt;/script" in drawn
    assert "$x^2$" in drawn, "no formula"
    assert "\x1b" not in drawn
    assert png(plot_of(hostile), "en")


def test_a_long_name_keeps_its_end_because_variants_differ_there() -> None:
    assert short("groups.very-long-name-of-a-group.agents=11", 16) == "groups.v…ents=11"
    assert len(short("x" * 500)) == 28
    assert short("plain") == "plain"


def test_a_dark_picture_has_no_colour_of_the_light_one() -> None:
    light = svg(plot_of(results(), "days"), Look("en"))
    assert look.INK in light
    assert look.RED in light
    found = set(re.findall(r"#[0-9a-f]{6}\b", dark(light)))
    assert found <= set(DARK.values())


def test_letters_and_lines_stand_out_against_their_paper() -> None:
    for colour, other in DARK.items():
        if colour not in (look.GRID, look.PAPER):
            assert contrast(colour, look.PAPER) >= (4.5 if colour in (look.INK, look.SOFT) else 2.7), colour
            assert contrast(other, DARK[look.PAPER]) >= 4.5, other


def test_lines_differ_in_more_than_their_colour() -> None:
    kinds = list(zip(look.LINES, look.MARKERS, strict=True))
    assert len(set(kinds)) == len(look.SERIES) == len(set(look.SERIES)) == 6


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as the WCAG have it, from 1 to 21."""
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
