"""Explanations of what happened in a kit's centre, as data and as text."""

from acd.engine.explain import Witness, witness
from acd.engine.explain_parts import AgentVerdict, Explained, Happened, ServedFirst, Verdict
from acd.engine.explain_text import Teller, render
from acd.engine.explain_why_not import why_not
from acd.engine.explain_words import Language
from tests.engine.centre_kit import CentreKit


def watched(kit: CentreKit, call_id: str) -> Witness:
    """A witness of the call, before whom everything was told again."""
    return witness(((at, fact) for at, fact, _ in kit.journal), call_id)


def decisions(kit: CentreKit, call_id: str) -> list[Explained]:
    return [told for told in watched(kit, call_id).told if isinstance(told, Explained)]


def the_last(kit: CentreKit, call_id: str) -> Explained:
    """The last decision about the call."""
    return decisions(kit, call_id)[-1]


def happenings(kit: CentreKit, call_id: str) -> list[Happened]:
    return [told for told in watched(kit, call_id).told if isinstance(told, Happened)]


def served_first(kit: CentreKit, call_id: str) -> list[ServedFirst]:
    return [told for told in watched(kit, call_id).told if isinstance(told, ServedFirst)]


def verdict(decision: Explained, name: str) -> AgentVerdict:
    found = decision.verdict_of(name)
    assert found is not None, f"{name} is not on the roster"
    return found


def verdicts(decision: Explained) -> dict[str, Verdict]:
    return {each.agent: each.verdict for each in decision.agents}


def ranked(decision: Explained) -> list[str]:
    """Who could take the call, the first first."""
    return [each.agent for each in decision.agents if each.rank is not None]


def story(kit: CentreKit, call_id: str, language: Language = "en") -> list[str]:
    """Every line that is told of the call."""
    return [line for told in watched(kit, call_id).told for line in render(told, language).split("\n")]


def last_told(kit: CentreKit, call_id: str, language: Language = "en") -> list[str]:
    """The lines about the last decision."""
    return render(the_last(kit, call_id), language).split("\n")


def why_not_told(kit: CentreKit, call_id: str, name: str, language: Language = "en") -> list[str]:
    """Every line that answers why the call did not go to ``name``."""
    texts = (why_not(told, name, Teller(language)) for told in watched(kit, call_id).told)
    return [line for text in texts if text for line in text.split("\n")]


def musts(kit: CentreKit, call_id: str, name: str, language: Language = "en") -> list[str]:
    """What would have had to be different for ``name`` in the last decision."""
    lines = why_not(the_last(kit, call_id), name, Teller(language)).split("\n")
    return [line.removeprefix("  - ") for line in lines[1:]]
