"""Distributions are read in each of their forms, and refused in one sentence that names the word."""

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from simulator.days.world import Durations
from simulator.scenario.distributions import Busyness, Distribution, Patience, busyness_from, distribution_from
from simulator.scenario.draws import Empirical, Erlang, Exponential, Fixed, Gamma, Lognormal, Uniform, Weibull
from simulator.scenario.kinds import KINDS


class Written(BaseModel):
    """A distribution of each sort in a strict model."""

    model_config = ConfigDict(strict=True, extra="forbid")

    handling: Distribution = Fixed(0.0)
    patience: Patience = None
    busyness: Busyness | None = None


FORMS: dict[str, Durations] = {
    "3 min": Fixed(180.0),
    "20s": Fixed(20.0),
    "0": Fixed(0.0),
    "{fixed: 3 min}": Fixed(180.0),
    "fixed, 3 min": Fixed(180.0),
    "{exponential: {mean: 2 min}}": Exponential(120.0),
    "{exponential: {rate: 0.5 per min}}": Exponential(120.0),
    "exponential, mean 2 min": Exponential(120.0),
    "exponential, rate 0.5 per min": Exponential(120.0),
    "exponential,rate 100 per 30 min": Exponential(18.0),
    "{lognormal: {mean: 178 s, sd: 228 s}}": Lognormal(178.0, 228.0),
    "{lognormal: {sd: 228 s, mean: 178 s}}": Lognormal(178.0, 228.0),
    "lognormal, mean 178 s, sd 228 s": Lognormal(178.0, 228.0),
    "lognormal, sd 228 s, mean 178 s": Lognormal(178.0, 228.0),
    "lognormal, mean 178 s, median 111 s": Lognormal.by_mean_and_median(178.0, 111.0),
    "{lognormal: {median: 111 s, sd: 228 s}}": Lognormal.by_median_and_sd(111.0, 228.0),
    "{erlang: {mean: 2 min, phases: 3}}": Erlang(120.0, 3),
    "erlang, mean 2 min, phases 3": Erlang(120.0, 3),
    "{gamma: {mean: 2 min, sd: 1 min}}": Gamma(120.0, 60.0),
    "{gamma: {mean: 2 min, sd: 0}}": Gamma(120.0, 0.0),
    "gamma, mean 2 min, shape 4": Gamma(120.0, 60.0),
    "{weibull: {mean: 2 min, shape: 0.8}}": Weibull(120.0, 0.8),
    "weibull, scale 2 min, shape 1": Weibull(120.0, 1.0),
    "{uniform: {from: 1 min, to: 2 min}}": Uniform(60.0, 120.0),
    "uniform, from 0, to 2 min": Uniform(0.0, 120.0),
}


@pytest.mark.parametrize(("written", "meant"), FORMS.items(), ids=str)
def test_each_form_is_read(written: str, meant: Durations) -> None:
    raw = yaml.safe_load(written)
    assert distribution_from(raw) == meant
    assert Written.model_validate({"handling": raw}).handling == meant


@pytest.mark.parametrize("written", FORMS)
def test_an_editor_is_told_each_form(written: str) -> None:
    checker = jsonschema.Draft202012Validator(Written.model_json_schema())
    assert checker.is_valid({"handling": yaml.safe_load(written)})


def test_observed_values_are_listed_with_their_units() -> None:
    for written in ("{empirical: [10 s, 1 min]}", "empirical, 10 s, 1 min"):
        read = distribution_from(yaml.safe_load(written))
        assert isinstance(read, Empirical)
        assert read.values.tolist() == [10, 60]


ALL = "fixed, empirical, exponential, lognormal, erlang, gamma, weibull, uniform"
NONE = (
    f"is not a distribution; write it like `exponential, mean 2 min`, with one of {ALL}; a duration like 3 min is fixed"
)
BELOW = "is below zero; 0 or more is expected"
NO_DURATION = "is not a duration; write a number with its unit, like 178 s, 3 min or 1.5 h"
REFUSED = {
    "banana": f"`banana` {NONE}",
    "exponential mean 2 min": f"`exponential mean 2 min` {NONE}",
    "{banana: {mean: 2 min}}": f"`banana` {NONE}",
    "[3 min]": f"`['3 min']` {NONE}",
    "null": f"`None` {NONE}",
    "never": f"`never` {NONE}",
    "180": "`180` has no unit; write it like 180 s, 180 min or 180 h",
    "-3 min": f"`-3 min` {BELOW}",
    "{}": f"one distribution is expected here, not 0; one of {ALL}",
    "{fixed: 3 min, exponential: {mean: 2 min}}": f"one distribution is expected here, not 2; one of {ALL}",
    "{fixed: three}": f"fixed: `three` {NO_DURATION}",
    "exponential": "`exponential` alone says too little; it is written with mean | rate. Within braces a text with "
    "commas stands in quotes",
    "{exponential: 2 min}": "`exponential` is written with mean | rate, not with `2 min`",
    "{exponential: {mean: 2 min, rate: 1/min}}": "`exponential` is written with mean | rate, not with `mean, rate`",
    "{lognormal: {mean: 178 s}}": "`lognormal` is written with mean, sd | mean, median | median, sd, not with `mean`",
    "{exponential: {meen: 2 min}}": "`exponential` is written with mean | rate, not with `meen`",
    "exponential, mean 2 min, mean 3 min": "`mean` stands twice in `exponential, mean 2 min, mean 3 min`; delete one",
    "exponential, mean 120": "exponential.mean: `120` has no unit; write it like 120 s, 120 min or 120 h",
    "exponential, mean -2 min": f"exponential.mean: `-2 min` {BELOW}",
    "exponential, mean 0": "exponential.mean: `0` is not above zero; for what takes no time, write 0 alone",
    "{exponential: {mean: .nan}}": f"exponential.mean: `nan` {NO_DURATION}",
    "{exponential: {mean: .inf}}": f"exponential.mean: `inf` {NO_DURATION}",
    "exponential, rate 0 per min": "exponential.rate: `0 per min` is so rare that this would never end; "
    "more is expected",
    "exponential, rate 2 min": "exponential.rate: `2 min` is not a rate; write a number per time, "
    "like 100 per 30 min, 4.2 per min or 0.5/min",
    "lognormal, mean 178 s, sd -228 s": f"lognormal.sd: `-228 s` {BELOW}",
    "lognormal, mean 111 s, median 178 s": "lognormal: the median, 178 s, is above the mean, 111 s; "
    "of a lognormal distribution it is below",
    "gamma, mean 1 s, sd 2 h": "gamma: this varies too much: the standard deviation is more than 1000 times the mean",
    "{gamma: {mean: 1 s, shape: .nan}}": "gamma.shape: `nan` is not a number from 1e-06 to 1e+12",
    "gamma, mean 1 s, shape 1e-99": "gamma.shape: `1e-99` is not a number from 1e-06 to 1e+12",
    "weibull, mean 1 s, shape 0.01": "weibull.shape: `0.01` is not a number from 0.1 to 1000",
    "erlang, mean 2 min, phases 2.5": "erlang.phases: `2.5` is not a whole number from 1 to 1000",
    "uniform, from 3 min, to 2 min": "uniform: `from` is above `to` here; the smaller comes first",
    "{empirical: []}": "empirical: there are no values here; at least one is expected",
    "empirical, 10 s, 20": "empirical: `20` has no unit; write it like 20 s, 20 min or 20 h",
    "{empirical: 10 s}": "empirical: `empirical` is written with [10 s, 20 s] | file, column, unit, not with `10 s`",
}


@pytest.mark.parametrize(("written", "sentence"), REFUSED.items(), ids=str)
def test_what_is_no_distribution_is_refused_in_one_sentence(written: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        distribution_from(yaml.safe_load(written))


def test_a_model_names_the_word_within_the_distribution() -> None:
    raw = {"handling": {"gamma": {"mean": "2 min", "sd": -3}}, "busyness": "gamma, sd high", "patience": "weibull"}
    with pytest.raises(ValidationError) as refused:
        Written.model_validate(raw)
    found = {detail["loc"]: detail["type"] for detail in refused.value.errors()}
    assert found == {
        ("handling", "gamma", "sd"): "below_zero",
        ("busyness", "gamma", "sd"): "no_figure",
        ("patience",): "kind_alone",
    }


def test_an_endless_text_or_list_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a distribution"):
        distribution_from("empirical" + ", 10 s" * 1000)
    with pytest.raises(ValueError, match="more than 10000 values"):
        distribution_from({"empirical": ["10 s"] * 10_001})


def test_who_waits_for_ever_has_no_patience_at_all() -> None:
    assert [Written.model_validate({"patience": word}).patience for word in ("none", "never")] == [None, None]
    assert Written.model_validate({"patience": "exponential, mean 5 min"}).patience == Exponential(300.0)


FACTORS = {
    "{gamma: {sd: 0.3}}": 0.3,
    "gamma, sd 0.3": 0.3,
    "{gamma: {variance: 0.25}}": 0.5,
    "{gamma: {shape: 100}}": 0.1,
    "gamma, shape 100": 0.1,
    "{gamma: {sd: 0}}": 0.0,
}


@pytest.mark.parametrize(("written", "sd"), FACTORS.items())
def test_the_factor_of_a_day_has_mean_1_and_is_told_by_its_spread(written: str, sd: float) -> None:
    raw = yaml.safe_load(written)
    read = Written.model_validate({"busyness": raw}).busyness
    assert isinstance(read, Gamma)
    assert read.mean_s == 1
    assert read.sd_s == pytest.approx(sd)
    assert busyness_from(raw) == read
    assert jsonschema.Draft202012Validator(Written.model_json_schema()).is_valid({"busyness": raw})


NO_FACTORS = {
    "0.3": "`0.3` is not a factor of the day; write it like `gamma, sd 0.3`; the mean is 1",
    "exponential, mean 2 min": "`exponential, mean 2 min` is not a factor of the day; "
    "write it like `gamma, sd 0.3`; the mean is 1",
    "{gamma: {mean: 2, sd: 0.3}}": "`gamma` is written with sd | variance | shape, not with `mean, sd`",
    "gamma, sd 0.3 s": "gamma.sd: `0.3 s` is not a number from 0 to 1e+12",
    "{gamma: {sd: .nan}}": "gamma.sd: `nan` is not a number from 0 to 1e+12",
    "gamma, variance -1": "gamma.variance: `-1` is not a number from 0 to 1e+12",
    "gamma, shape 0.01": "gamma: `sd 10` varies too much for a factor of the day; "
    "a standard deviation of at most 3 is expected",
}


@pytest.mark.parametrize(("written", "sentence"), NO_FACTORS.items())
def test_what_is_no_factor_of_a_day_is_refused(written: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        busyness_from(yaml.safe_load(written))


@pytest.mark.parametrize(
    "written", ["banana", "180", "{exponential: {meen: 2 min}}", "{exponential: {}}", "{erlang: {mean: 2 min}}", "{}"]
)
def test_an_editor_refuses_what_a_planner_could_misspell(written: str) -> None:
    checker = jsonschema.Draft202012Validator(Written.model_json_schema())
    assert not checker.is_valid({"handling": yaml.safe_load(written)})


def test_the_page_of_forms_names_every_kind() -> None:
    page = (Path(distribution_from.__code__.co_filename)).read_text()
    assert [kind for kind in KINDS if f"{{{kind}: {{" not in page] == []


def test_a_number_longer_than_any_is_refused_like_others() -> None:
    huge: Any = 16**5000
    with pytest.raises(ValueError, match="is not a duration"):
        distribution_from(huge)
