"""Decisions told to people, in English and in Russian."""

from typing import Literal, TypeAlias

from acd.engine.explain import AgentVerdict, Explained, PassedOver, Verdict

Language: TypeAlias = Literal["en", "ru"]
Words: TypeAlias = dict[str, str]

ENGLISH: Words = {
    "call_found": "{time}: call {call} looked for an agent and was offered to {agent}.",
    "call_nobody": "{time}: call {call} looked for an agent and found nobody.",
    "agent_free": "{time}: {agent} became free and was offered call {call}.",
    "what": "Queue {queue}; needs {need}; priority {priority}; {turn} of {length} in its line; waiting for {waited} s.",
    "no_need": "no skill",
    "agents": "Agents:",
    "ahead": "Calls whose turn was earlier, and why {agent} could not take them:",
    "ahead_call": "{call} (priority {priority}, waiting for {waited} s): {why}",
    "chosen": "chosen: ready, idle for {idle} s, rank {rank}",
    "idle": "ready, idle for {idle} s, rank {rank}",
    "lacks": "lacks {skills}",
    "lacks_skill": "{skill} {asked} (has {has})",
    "refused": "missed this call before",
    "not_wanted": "the call waited for {reason}",
    "waits_for": "it waited for {agent}",
    "signed_out": "signed out",
    "offered": "was being offered another call",
    "talking": "was talking",
    "wrap_up": "was in wrap-up",
    "paused": "paused: {reason}",
    "busy_elsewhere": "the phone was busy elsewhere",
    "unreachable": "the phone was unreachable",
}

RUSSIAN: Words = {
    "call_found": "{time}: для звонка {call} искали агента, звонок предложен: {agent}.",
    "call_nobody": "{time}: для звонка {call} искали агента, никто не подошёл.",
    "agent_free": "{time}: {agent} освобождается и получает предложение: звонок {call}.",
    "what": (
        "Очередь {queue}; нужно: {need}; приоритет {priority}; место в своей очереди {turn} из {length}; "
        "ожидание {waited} с."
    ),
    "no_need": "навыки не нужны",
    "agents": "Агенты:",
    "ahead": "Звонки, чья очередь была раньше, и почему {agent} их не получает:",
    "ahead_call": "{call} (приоритет {priority}, ожидание {waited} с): {why}",
    "chosen": "выбор: свободен, без звонка {idle} с, место {rank}",
    "idle": "свободен, без звонка {idle} с, место {rank}",
    "lacks": "не хватает: {skills}",
    "lacks_skill": "{skill} {asked} (есть {has})",
    "refused": "уже пропустил этот звонок",
    "not_wanted": "звонок ждал другого: {reason}",
    "waits_for": "он ждал другого: {agent}",
    "signed_out": "не на смене",
    "offered": "получал предложение другого звонка",
    "talking": "разговаривал",
    "wrap_up": "был в поствызывной обработке",
    "paused": "на паузе: {reason}",
    "busy_elsewhere": "телефон был занят другим разговором",
    "unreachable": "телефон был недоступен",
}

WORDS: dict[Language, Words] = {"en": ENGLISH, "ru": RUSSIAN}


def render(explained: Explained, language: Language, time: str = "") -> str:
    """Tell one decision in several lines; ``time`` is how the caller writes its moment (engine seconds if "")."""
    words = WORDS[language]
    title = "agent_free" if explained.trigger == "agent" else "call_nobody" if explained.agent is None else "call_found"
    lines = [
        words[title].format(time=time or f"{explained.at:.1f}", call=explained.call, agent=explained.agent),
        "  "
        + words["what"].format(
            queue=explained.queue,
            need=", ".join(f"{skill} {level}" for skill, level in explained.need) or words["no_need"],
            priority=explained.priority,
            turn=explained.turn,
            length=explained.line_length,
            waited=f"{explained.waited_s:.0f}",
        ),
        "  " + words["agents"],
        *(f"    {each.agent}: {verdict_text(each, words)}" for each in explained.agents),
    ]
    if explained.passed_over:
        lines.append("  " + words["ahead"].format(agent=explained.agent))
        lines += [f"    {ahead_text(each, words)}" for each in explained.passed_over]
    return "\n".join(lines)


def verdict_text(verdict: AgentVerdict, words: Words) -> str:
    """Tell what counted about an agent."""
    if verdict.verdict is Verdict.LACKS:
        return lacks_text(verdict.lacks, words)
    idle = "" if verdict.idle_s is None else f"{verdict.idle_s:.0f}"
    return words[verdict.verdict].format(idle=idle, rank=verdict.rank, reason=verdict.reason)


def lacks_text(lacks: tuple[tuple[str, int, int], ...], words: Words) -> str:
    """Tell which skills were missing, with the level there was."""
    skills = (words["lacks_skill"].format(skill=skill, asked=asked, has=has) for skill, has, asked in lacks)
    return words["lacks"].format(skills=", ".join(skills))


def ahead_text(passed: PassedOver, words: Words) -> str:
    """Tell why a call that stood before was passed over."""
    why = lacks_text(passed.lacks, words) if passed.lacks else words["refused"]
    if passed.wanted:
        why = words["waits_for"].format(agent=passed.wanted)
    return words["ahead_call"].format(
        call=passed.call, priority=passed.priority, waited=f"{passed.waited_s:.0f}", why=why
    )
