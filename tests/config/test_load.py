"""A centre's file is either whole or refused, with a line and a sentence for each thing that is wrong."""

from pathlib import Path

import pytest

from acd.asterisk.showing_out import CALLBACK_NOTED, CALLBACK_OFFER, CALLBACK_WAIT
from acd.config.load import BadCentre, Centre, load_centre
from acd.config.references import CALLBACK_PROMPTS
from acd.config.words import EN, RU
from acd.engine.routing_rules import Exit

DEMO = Path("configs/demo.yaml")


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """The demo centre with one piece of its text changed."""
    text = DEMO.read_text()
    assert old in text, "the demo centre no longer holds what this test changes"
    path = tmp_path / "centre.yaml"
    path.write_text(text.replace(old, new, 1))
    return path


def refusals(path: Path) -> list[str]:
    """Everything said about a file, as `line: sentence`."""
    with pytest.raises(BadCentre) as refused:
        load_centre(path)
    return [finding.text().split(":", 1)[1] for finding in refused.value.findings]


def changed_line(path: Path) -> int:
    lines = zip(path.read_text().splitlines(), DEMO.read_text().splitlines(), strict=True)
    return next(number for number, (new, old) in enumerate(lines, 1) if new != old)


@pytest.fixture(scope="module")
def demo() -> Centre:
    return load_centre(DEMO)


def test_the_demo_is_a_support_centre_with_three_queues_five_skills_and_twenty_four_agents(demo: Centre) -> None:
    assert (len(demo.rules.queues), len(demo.rules.skills), len(demo.rules.agents)) == (3, 5, 24)
    assert demo.part.languages == ["en", "ru"]
    assert demo.warnings == []


def test_durations_and_ways_out_reach_the_engine_in_seconds_and_plain_words(demo: Centre) -> None:
    sales = next(queue for queue in demo.rules.queues if queue.name == "sales")
    assert sales.longest_wait_s == 600.0
    assert sales.longest_wait_exit == Exit(go="queue", target="support", say="all-busy-goodbye")
    assert (sales.most_waiting, sales.full_exit.go) == (40, "hangup")


def test_agents_without_a_wrap_up_of_their_own_have_the_centres(tmp_path: Path) -> None:
    path = changed(tmp_path, "phone: PJSIP/1001,", "phone: PJSIP/1001, wrap_up: 30s,")
    anna, boris = load_centre(path).rules.agents[:2]
    assert (anna.wrap_up_s, boris.wrap_up_s) == (30.0, 5.0)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("wrap_up: 5s", "wrapup: 5s", "`wrapup` is not known here; known: wrap_up"),
        ("wrap_up: 5s", "wrap_up: soon", "`soon` is not a duration"),
        ("wrap_up: 5s", "wrap_up: 25h", "too long here: at most 24h"),
        ("misses_to_pause: 3", "misses_to_pause: 0", "at least 1"),
        ("phone: PJSIP/1003", "phone: 1003", "`1003` is not a phone"),
        ("phone: PJSIP/1003", "phone: PJSIP/1001", "that of anna already"),
        ("then: queue support", "then: queue suport", "there is no queue `suport`; known: support"),
        ("then: queue support", "then: queue sales", "leads to itself"),
        ("then: queue support", "then: support", "leads nowhere"),
        ("say: queue-full", "say: queue-ful", "`queue-ful` is not recorded in `en`"),
        ("needs: {billing: 2}", "needs: {biling: 2}", "there is no skill `biling`; known: billing"),
        ("needs: {billing: 2}", "needs: {billing: 11}", "at most 10"),
        ("needs: {billing: 2}", "needs: {billing: 10}", "nobody on the roster meets billing >= 10"),
        ("en: 10, sales: 9}", "en: 10, seles: 9}", "there is no skill `seles`"),
        ("secret: demo-ami-secret", "secret: short", "no secret of at least 8"),
        ("secret: demo-ami-secret", "secret: env:ACD_NOT_SET_ANYWHERE", "`env:ACD_NOT_SET_ANYWHERE` gives no secret"),
        ("secret: demo-ami-secret", "secret: file:/nowhere/secret", "`file:/nowhere/secret` cannot be read"),
        ("address: 127.0.0.1:5038", "address: 127.0.0.1", "is not an address"),
        ("address: 127.0.0.1:5038", "address: 127.0.0.1:70000", "is not an address"),
        ("route: sales", "route: sails", "there is no queue `sails`"),
        ("next: choose-language", "next: chose-language", "there is no step `chose-language`"),
        ("menu: main-menu", "menu: main-menue", "`main-menue` is not recorded"),
        ("week: {mon-sun: open}", "week: {mon-sun: 9-18}", "is not a period"),
    ],
)
def test_each_wrong_word_is_refused_at_its_line_with_a_sentence(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    path = changed(tmp_path, old, new)
    said = refusals(path)
    assert any(sentence in each for each in said), said
    at = next(each for each in said if sentence in each)
    assert at.startswith(f"{changed_line(path)}:"), at


def test_a_short_secret_is_never_shown(tmp_path: Path) -> None:
    said = " ".join(refusals(changed(tmp_path, "secret: demo-ami-secret", "secret: hunter2")))
    assert "hunter2" not in said


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    path = changed(tmp_path, "wrap_up: 5s", "wrap_up: soon")
    path.write_text(path.read_text().replace("phone: PJSIP/1003", "phone: 1003"))
    assert len(refusals(path)) == 2


def test_a_route_whose_needs_nobody_has_at_once_is_refused(tmp_path: Path) -> None:
    said = refusals(changed(tmp_path, "needs: {sales: 1}\n      topic", "needs: {sales: 1, tech: 10}\n      topic"))
    assert any("sales and tech >= 10" in each for each in said), said


def test_a_callback_is_offered_only_where_callers_hear_that_it_is(tmp_path: Path) -> None:
    assert set(CALLBACK_PROMPTS) == {CALLBACK_OFFER, CALLBACK_NOTED, CALLBACK_WAIT}
    said = refusals(changed(tmp_path, "languages: [en, ru]", "languages: [en, ru, de]"))
    for prompt in CALLBACK_PROMPTS:
        assert any(f"`{prompt}` is not recorded in `de`" in each and "billing.deflect.0.then" in each for each in said)


@pytest.mark.parametrize(("port", "warning"), [(4573, "agi_open"), (8090, "api_open")])
def test_a_door_that_other_hosts_reach_is_a_warning(tmp_path: Path, port: int, warning: str) -> None:
    centre = load_centre(changed(tmp_path, f"listen: 127.0.0.1:{port}", f"listen: 0.0.0.0:{port}"))
    assert [finding.problem.key for finding in centre.warnings] == [warning]


def test_a_secret_may_come_from_the_environment_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACD_AMI_SECRET", "from-the-environment")
    kept = tmp_path / "secret"
    kept.write_text("from-a-file\n")
    path = changed(tmp_path, "secret: demo-ami-secret", "secret: env:ACD_AMI_SECRET")
    path.write_text(path.read_text().replace("secret: demo-agi-secret", f"secret: file:{kept}"))
    pbx = load_centre(path).part.pbx
    assert (pbx.ami.secret, pbx.agi.secret) == ("from-the-environment", "from-a-file")


def test_every_phrase_exists_in_both_languages_with_the_same_blanks() -> None:
    def blanks(phrases: dict[str, str]) -> dict[str, set[str]]:
        return {key: {part.split("}")[0] for part in text.split("{")[1:]} for key, text in phrases.items()}

    assert blanks(EN) == blanks(RU)


def test_findings_are_said_in_russian_too(tmp_path: Path) -> None:
    with pytest.raises(BadCentre) as refused:
        load_centre(changed(tmp_path, "wrap_up: 5s", "wrap_up: soon"))
    assert "не длительность" in refused.value.findings[0].text("ru")
