"""What is wrong with a rule of routing is said once, at its line, with what was expected."""

from pathlib import Path

import pytest

from tests.config.kit import refused, says, small, write

STEPS = "needs:\n  - {billing: 5}\n"

SECOND = "{after: 1m, then: queue second}"

QUEUE = {
    # expressions
    'needs: "ru >= 5 and"  # <-': "column 12: the need ends where a skill, `not` or `(` was expected",
    'needs: "ru >= 5 and biling"  # <-': "column 13: there is no skill `biling`; known: billing",
    "needs: {biling: 3}  # <-": "there is no skill `biling`; known: billing",
    "needs: 5  # <-": "`5` is no need; write levels like {billing: 3}, or a text",
    "needs:\n  billing: 11  # <-": "`11` is too large: at most 10",
    'tiers:\n  2: "ru >= "  # <-': "column 7: the need ends where a level from 0 to 10",
    "tiers:\n  2: {biling: 3}  # <-": "there is no skill `biling`",
    # steps
    STEPS + '  - {needs: "ru or or", after: 1m}  # <-': "column 7: a skill, `not` or `(` was expected, not `or`",
    STEPS + "  - {needs: {biling: 1}, after: 1m}  # <-": "there is no skill `biling`; known: billing",
    STEPS + "  - {need: {billing: 1}, after: 1m}  # <-": "`need` is not known here; known: needs",
    STEPS + "  - {needs: {billing: 1}, aftr: 1m}  # <-": "`aftr` is not known here; known: after",
    STEPS + "  - {needs: {billing: 1}, after: soon}  # <-": "`soon` is not a duration",
    STEPS + "  - {needs: {billing: 1}, waiting: many}  # <-": "a whole number was expected, not `many`",
    STEPS + "  - {needs: {billing: 1}, signed_in: 0}  # <-": "`0` is too small: at least 1",
    STEPS + "  - {needs: {billing: 1}}  # <-": "add one or more of after, expected_wait, waiting, signed_in",
    STEPS + "  - {after: 1m}  # <-": "`needs` is missing here",
    STEPS + "  - {billing: 3}  # <-": "a step was expected from the second on",
    "needs:\n  - {needs: {billing: 5}, after: 1m}  # <-": "the first of the list is the need itself",
    "needs: []  # <-": "must not be empty",
    "needs: [" + ", ".join(["ru"] * 18) + "]  # <-": "too many here: at most 17",
    # bounds in their order
    STEPS
    + "  - {needs: {billing: 3}, after: 1m}\n  - {needs: {billing: 1}, after: 1m}  # <-": "`after` of 60s is crossed",
    STEPS + "  - {needs: {billing: 3}, waiting: 9}\n  - {needs: {billing: 1}, waiting: 5}  # <-": "`waiting` of 5 is",
    STEPS
    + "  - {needs: {billing: 3}, signed_in: 2}\n  - {needs: {billing: 1}, signed_in: 3}  # <-": "`signed_in` of 3",
    STEPS
    + "  - {needs: {billing: 3}, after: 10m}  # <-": "600s is never reached: `longest_wait` ends the wait after 600s",
    STEPS + "  - {needs: {billing: 3}, waiting: 40}  # <-": "more than 40 never wait: the queue is `full` at 40",
    "overflow: [{after: 11m, then: queue second}]  # <-": "660s is never reached: `longest_wait`",
    "overflow: [{waiting: 50, then: queue second}]  # <-": "more than 50 never wait",
    "deflect: [{waiting: 50, then: queue second}]  # <-": "more than 50 never wait",
    f"overflow:\n  - {SECOND}\n  - {{after: 2m, then: callback}}  # <-": "120s is never reached: at 60s every",
    f"overflow:\n  - {{after: 2m, then: callback}}  # <-\n  - {SECOND}": "120s is never reached: at 60s every",
    f"overflow:\n  - {SECOND}\n  - {{after: 1m, then: callback}}  # <-": "60s is never reached: at 60s every",
    "deflect:\n  - {waiting: 5, then: callback}\n  - {waiting: 9, then: callback}  # <-": "9 is never reached: at 5",
    "personal: {data: tier, wait: {busy: 10m}}  # <-": "600s is never reached: `longest_wait`",
    "last_agent: {within: 1d, wait: {ready: 1h}}  # <-": "3600s is never reached: `longest_wait`",
    "overflow: [{then: queue second}]  # <-": "add one or more of after, expected_wait, waiting, signed_in",
    "deflect: [{then: queue second}]  # <-": "add one or more of expected_wait, waiting, signed_in",
    # ways out
    "overflow: [{after: 1m, then: hang-up}]  # <-": "`overflow` must not hang up: offer a `callback`",
    "deflect: [{waiting: 9, then: hang-up}]  # <-": "`deflect` must not hang up: offer a `callback`",
    "overflow: [{after: 1m}]  # <-": "`then` is missing here",
    "deflect: [{after: 1m, then: callback}]  # <-": "`after` is not known here",
    "overflow: [{after: 1m, then: queue secnd}]  # <-": "there is no queue `secnd`; known: second",
    "overflow: [{after: 1m, then: queue first}]  # <-": "the queue `first` leads to itself",
    "overflow: [{after: 1m, then: number 49x}]  # <-": "`number 49x` leads nowhere; write `hang-up`, `callback`",
    "overflow: [{after: 1m, say: nothing, then: callback}]  # <-": "`nothing` is not recorded in `en`",
    "deflect: [{waiting: 1, say: nothing, then: callback}]  # <-": "`nothing` is not recorded in `en`",
    "hours: office\nclosed: {say: nothing, then: hang-up}  # <-": "`nothing` is not recorded in `en`",
    "hours: ofice  # <-": "there are no opening hours `ofice`; known: office",
    "hours: office\nat_closing: stop  # <-": "`stop` is not one of serve, exit",
    # the rest of a queue
    "choose: best  # <-": "`best` is not one of longest-idle, best-level, least-occupied",
    "weight: heavy  # <-": "a number was expected, not `heavy`",
    "weight: 0  # <-": "`0` is too small: at least 0.01",
    "weight: .inf  # <-": "a number was expected, not `inf`",
    "ring_at_once: 0  # <-": "`0` is too small: at least 1",
    "transfer_place: middle  # <-": "`middle` is not one of front, original, back",
    # the closest of what could be meant
    "choose: best-levels  # <-": "; did you mean `best-level`?",
    "transfer_place: fornt  # <-": "`fornt` is not one of front, original, back; did you mean `front`?",
    "nobody: {then: callbak}  # <-": "`callbak` leads nowhere; did you mean `callback`?",
    "nobody: {then: qeue second}  # <-": "`qeue second` leads nowhere; did you mean `queue second`?",
    'needs: "cards and ru => 9"  # <-': "column 14: `=>` is no comparison; did you mean `>=`?",
    'needs: "ru =< 9"  # <-': "column 4: `=<` is no comparison; did you mean `<=`?",
    # numbers and times
    "weight: yes  # <-": "a number was expected, not `true`; YAML reads yes",
    "priority: true  # <-": "a number was expected, not `true`",
    "ring_at_once: true  # <-": "a number was expected, not `true`",
    "needs: {billing: yes}  # <-": "a number was expected, not `true`",
    'needs: {billing: "6"}  # <-': "`6` is in quotes; write the number without them",
    STEPS + "  - {needs: {billing: 1}, waiting: no}  # <-": "a number was expected, not `false`",
    STEPS + "  - {needs: {billing: 1}, signed_in: true}  # <-": "a number was expected, not `true`",
    "ring: -5s  # <-": "`-5s` is negative",
    "ring: 1000000s  # <-": "`1000000s` is too long here: at most 24h",
    "ring:  # <-": "nothing is written here; write a value",
    "needs:  # <-": "nothing is written here",
    "confirm: perhaps  # <-": "true or false was expected, not `perhaps`",
    "credits: [{data: {tier: vip}}]  # <-": "`worth` is missing here",
    "credits: [{data: {tier: vip}, worht: 1m}]  # <-": "`worht` is not known here; known: worth",
    "credits: [{data: {}, worth: 1m}]  # <-": "must not be empty",
    "credits: {tier: vip}  # <-": "a list was expected",
    "personal: {data: tier, wait: {pausd: 1s}}  # <-": "`pausd` is not known here; known: paused",
    "last_agent: {wait: {ready: 1s}}  # <-": "`within` is missing here",
    "last_agent: {within: 400d}  # <-": "`400d` is too long here: at most 366d",
    "last_agent: {within: 7d, wat: {}}  # <-": "`wat` is not known here; known: wait",
}

CENTRE = {
    "turns: {order: newest}  # <-": "`newest` is not one of longest-waiting, closest-to-target",
    "turns: {priority_worth: nevr}  # <-": "`nevr` is not a duration",
    "turns: {redail: 5m}  # <-": "`redail` is not known here; known: redial",
    "misses: {busyy: 5s}  # <-": "`busyy` is not known here; known: busy",
    "seed: false  # <-": "a number was expected, not `false`",
    "misses_to_pause: true  # <-": "a number was expected, not `true`",
    "misses_to_pause:  # <-": "nothing is written here",
    "desk: {pin_tries: true}  # <-": "a number was expected, not `true`",
    "journal: {keep: yes}  # <-": "a number was expected, not `true`",
    "seed: -1  # <-": "`-1` is too small: at least 0",
    "occupancy_window: 5s  # <-": "too small: at least 60",
    'transfers: {numbers: {"800": {}}}  # <-': "calls passed on to `800` would go nowhere",
    'transfers: {numbers: {"800": {queue: scond}}}  # <-': "there is no queue `scond`; known: second",
    'transfers: {numbers: {"800": {tier: 2}}}  # <-': "there is no tier `2`",
    'transfers: {numbers: {"800": {needs: "ru >"}}}  # <-': "column 5: the need ends where a level",
    'transfers: {numbers: {"800": {needs: "rus"}}}  # <-': "column 1: there is no skill `rus`; known: ru",
}


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("full: {at: true}  # <-", "a number was expected, not `true`"),
        ("longest_wait: {after: 0s}  # <-", "`0s` is too short here: at least 1s"),
        ("longest_wait: {after: 500ms, then: callback}  # <-", "`500ms` is too short here: at least 1s"),
    ],
)
def test_a_limit_of_another_queue_is_refused_at_its_line(tmp_path: Path, written: str, words: str) -> None:
    [finding] = refused(tmp_path, second=written)
    says(finding, words, write(tmp_path, second=written))


@pytest.mark.parametrize(
    ("level", "words"), [("yes", "a number was expected, not `true`"), ('"6"', "`6` is in quotes"), ("", "nothing is")]
)
def test_a_level_of_an_agent_is_a_number(tmp_path: Path, level: str, words: str) -> None:
    parts = {"agents": f"dora: {{phone: PJSIP/1004, skills: {{billing: {level}}}}}  # <-"}
    [finding] = refused(tmp_path, **parts)
    says(finding, words, write(tmp_path, **parts))


@pytest.mark.parametrize(
    "step",
    ["{route: first, priority: yes}", "{route: first, needs: {ru: yes}}", "{menu: hi, keys: {1: go}, tries: on}"],
)
def test_yes_is_no_number_in_a_menu_either(tmp_path: Path, step: str) -> None:
    parts = {"steps": f"odd: {step}  # <-"}
    [finding] = refused(tmp_path, **parts)
    says(finding, "a number was expected, not `true`", write(tmp_path, **parts))


def test_the_choices_are_said_in_russian_alone(tmp_path: Path) -> None:
    [finding] = refused(tmp_path, "transfer_place: fornt")
    assert "`fornt` не из числа front, original, back; может быть, `front`?" in finding.text("ru")


def test_a_longest_wait_that_says_no_time_is_an_hour(tmp_path: Path) -> None:
    assert small(tmp_path, second="longest_wait: {then: callback}").part.queues["second"].longest_wait.after == 3600


@pytest.mark.parametrize("written", QUEUE)
def test_a_rule_of_a_queue_is_refused_once_at_its_line(tmp_path: Path, written: str) -> None:
    [finding] = refused(tmp_path, written)
    says(finding, QUEUE[written], write(tmp_path, written))


@pytest.mark.parametrize("written", CENTRE)
def test_a_rule_of_the_centre_is_refused_once_at_its_line(tmp_path: Path, written: str) -> None:
    [finding] = refused(tmp_path, centre=written)
    says(finding, CENTRE[written], write(tmp_path, centre=written))


def test_a_tier_says_what_is_needed_already(tmp_path: Path) -> None:
    parts = {"centre": 'transfers: {numbers: {"800": {tier: 2, needs: {ru: 1}}}}  # <-'}
    [finding] = refused(tmp_path, "tiers: {2: ru}", **parts)
    says(finding, "the tier `2` says what is needed already", write(tmp_path, "tiers: {2: ru}", **parts))


@pytest.mark.parametrize(
    ("agents", "words"),
    [
        ({"anna": ", deputy: bors}  # <-\n#"}, "there is no agent `bors`; known: boris"),
        ({"anna": ", deputy: anna}  # <-\n#"}, "anna, anna are deputies of one another in a circle"),
        ({"anna": ", deputy: boris}  # <-\n#", "boris": ", deputy: anna"}, "anna, boris, anna are deputies"),
        ({"clara": ", deputy: boris", "boris": ", deputy: anna", "anna": ", deputy: clara}  # <-\n#"}, "anna, clara,"),
        ({"clara": ", deputy: boris", "boris": ", deputy: boris}  # <-\n#"}, "boris, boris are deputies"),
    ],
)
def test_deputies_who_are_nobody_or_stand_in_for_one_another_are_refused(
    tmp_path: Path, agents: dict[str, str], words: str
) -> None:
    [finding] = refused(tmp_path, **agents)
    says(finding, words, write(tmp_path, **agents))


@pytest.mark.parametrize(
    ("queue", "second"),
    [
        ("overflow: [{after: 1m, then: queue second}]  # <-", "nobody: {then: queue first}"),
        ("nobody: {then: queue second}  # <-", "deflect: [{waiting: 3, then: queue first}]"),
        ("hours: office\nclosed: {then: queue second}  # <-", "longest_wait: {after: 5m, then: queue first}"),
    ],
)
def test_ways_out_that_lead_back_are_refused_once(tmp_path: Path, queue: str, second: str) -> None:
    [finding] = refused(tmp_path, queue, second=second)
    says(finding, "calls could go round first, second, first", write(tmp_path, queue, second=second))


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    queue = 'needs: "ru >="\nhours: nine\nchoose: best\noverflow: [{after: soon, then: voicemail}]'
    assert len(refused(tmp_path, queue)) == 4  # names are looked at once the words are right
