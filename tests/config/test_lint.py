"""What works against its owner: nobody could serve it, nobody uses it, somebody would starve."""

from pathlib import Path

import pytest

from tests.config.kit import refused, says, small, write

STEPS = "needs:\n  - {billing: 5}\n"
BILLING = "needs: {billing: 1}"

QUEUE = {
    'needs:\n  - "billing >= 9"  # <-\n  - {needs: billing, after: 1m}': "meets billing >= 9; callers wait in vain",
    STEPS + "  - {needs: {billing: 4}, after: 1m}  # <-": "billing >= 4 adds nobody",
    STEPS + '  - {needs: billing, after: 1m}\n  - {needs: "billing and en", after: 2m}  # <-': "billing and en adds",
    'needs: "billing >= {level}"  # <-': "meets billing >= {level} with level=9, at any step",
    'needs: "{skill} >= 5"  # <-': "meets {skill} >= 5 with skill=trainee, at any step",
    'tiers:\n  2: "billing >= 9"  # <-': "nobody on the roster meets billing >= 9; calls passed on this way",
    "closed: {say: closed, then: extension 600}  # <-": "`closed` means nothing without `hours`",
    'needs: "{skil} >= 3"  # <-': "no step of the menus keeps `skil`, so this holds only if others do; known: skill",
    "credits: [{data: {teir: vip}, worth: 1m}]  # <-": "no step of the menus keeps `teir`",
    "personal: {data: manger}  # <-": "no step of the menus keeps `manger`",
    "at_closing: exit  # <-": "`at_closing` means nothing without `hours`",
}

PARTS: dict[str, tuple[dict[str, str], str]] = {
    "a number for nobody": (
        {"centre": 'transfers: {numbers: {"800": {needs: {billing: 9}}}}  # <-'},
        "nobody on the roster meets billing >= 9; calls passed on this way",
    ),
    "an agent of no queue": (
        {"first": BILLING, "agents": "dora: {phone: PJSIP/1004, skills: {en: 1}}  # <-"},
        "dora meets the needs of no queue",
    ),
    "a queue that nobody comes to": ({"queues": "third: {needs: {cards: 1}}  # <-"}, "leads to the queue `third`"),
    "a skill that nobody has": ({"skills": "law: Law  # <-"}, "nobody on the roster has the skill `law`"),
    "a skill that nothing asks for": (
        {"skills": "law: Law  # <-", "agents": "dora: {phone: PJSIP/1004, skills: {law: 1}}"},
        "nothing asks for the skill `law`",
    ),
    "hours that nobody keeps": (
        {"hours": "night: {zone: UTC, week: {}}  # <-"},
        "keeps the opening hours `night`",
    ),
    "a priority of a queue without end": (
        {"first": "priority: 1", "centre": "turns: {priority_worth: never}  # <-"},
        "calls of a lower priority may wait for ever",
    ),
    "a priority of a menu without end": (
        {"centre": "turns: {priority_worth: never}  # <-", "steps": "low-one: {route: first, priority: 5}"},
        "calls of a lower priority may wait for ever",
    ),
    "a personal agent whom nobody knows": (
        {
            "first": "personal: {data: manager}",
            "steps": "odd: {set: {data: {manager: bors}}, next: go}  # <-",
        },
        "there is no agent `bors`, so nobody is waited for (`personal` of first); known: boris",
    ),
    "a route for nobody with some value": (
        {"first": BILLING, "steps": 'by-level: {route: first, needs: "billing >= {level}"}  # <-'},
        "with level=9, at any step",
    ),
}

FINE: dict[str, dict[str, str]] = {
    "nothing special": {},
    "each step adds somebody": {"first": STEPS + "  - {needs: billing, after: 1m}\n  - {needs: {}, after: 2m}"},
    "a value that callers enter": {
        "first": 'needs: "billing >= {pin}"',
        "steps": "enter: {collect: pin, ask: enter-account, digits: 1, next: go}",
    },
    "a value that is never foreseen": {"first": 'needs: "billing >= {number}"'},
    "a route that the queue relaxes for": {
        "first": STEPS + "  - {needs: {}, after: 1m}",
        "steps": "to-cards: {route: first, needs: {cards: 5}}",
    },
    "an agent of a late step": {
        "first": "needs:\n  - {billing: 1}\n  - {needs: en, after: 1m}",
        "agents": "dora: {phone: PJSIP/1004, skills: {en: 1}}",
    },
    "a strict priority that all calls share": {
        "first": "priority: 3",
        "second": "priority: 3",
        "centre": "turns: {priority_worth: never}",
    },
    "a queue that a menu chooses": {"steps": "choose: {set: {queue: third}, next: chosen}\nchosen: {route: chosen}"},
    "a queue that a way out leads to": {"first": "nobody: {then: queue third}"},
    "a queue that agents pass calls on to": {"centre": 'transfers: {numbers: {"800": {queue: third}}}'},
    "a skill that a value may name": {
        "first": 'needs: "{skill} >= 1"',
        "skills": "law: Law",
        "agents": "dora: {phone: PJSIP/1004, skills: {law: 1}}",
    },
}
"""The third queue and steps that no way leads to are warned of by others."""


@pytest.mark.parametrize("written", QUEUE)
def test_an_oddity_of_a_queue_is_a_warning_at_its_line(tmp_path: Path, written: str) -> None:
    [warning] = small(tmp_path, written).warnings
    says(warning, QUEUE[written], write(tmp_path, written))


@pytest.mark.parametrize("name", PARTS)
def test_an_oddity_of_a_centre_is_a_warning_at_its_line(tmp_path: Path, name: str) -> None:
    parts, words = PARTS[name]
    [warning] = [each for each in small(tmp_path, **parts).warnings if each.problem.key != "unreachable"]
    says(warning, words, write(tmp_path, **parts))


@pytest.mark.parametrize("name", FINE)
def test_what_is_used_and_served_is_no_oddity(tmp_path: Path, name: str) -> None:
    third = {"queues": "third: {needs: {cards: 1}}"} if "third" in str(FINE[name]) else {}
    found = small(tmp_path, **FINE[name], **third).warnings
    assert [warning.text() for warning in found if warning.problem.key != "unreachable"] == []


def test_a_queue_that_nobody_can_serve_at_any_step_is_refused(tmp_path: Path) -> None:
    queue = "needs:  # <-\n  - {billing: 9}\n  - {needs: {billing: 7}, after: 1m}"
    [finding] = refused(tmp_path, queue)
    says(finding, "nobody on the roster meets billing >= 9, at any step", write(tmp_path, queue))


def test_a_route_that_nobody_can_serve_at_any_step_is_refused(tmp_path: Path) -> None:
    steps = {"steps": 'nowhere: {route: first, needs: "trainee and not cards"}  # <-'}
    [finding] = refused(tmp_path, BILLING, **steps)
    says(finding, "nobody on the roster meets billing and trainee and not cards", write(tmp_path, BILLING, **steps))
