"""What a person did to calls, agents and queues, as a line of the story: who, what, and why in their own words."""

from collections.abc import Callable

from acd.engine import acts
from acd.engine.facts import AgentPaused, AgentSignedIn, AgentSignedOut, AgentUnpaused, CallPutThrough, CallTransferred

Say = Callable[..., str]
"""Says the sentence for a key in the language of the story, with its blanks filled."""

OF_PERSON = AgentSignedIn | AgentSignedOut | AgentPaused | AgentUnpaused | CallTransferred | CallPutThrough
"""Facts that a person may have brought about for an agent."""

EN = {
    "act": "a person's act",
    "as_assigned": "to whom it was assigned",
    "queue_is": "queue {queue}  ",
    "somebody": "somebody",
    "because": ": {why}",
    "by_whom": " (by {who}{because})",
    "act_moved": "{who} moved it to {queue}{because}",
    "act_prioritised": "{who} gave it priority {priority}{because}",
    "act_assigned": "{who} assigned it to {agent}{because}",
    "act_cut": "{who} ended it{because}",
    "act_skills": "{who} changed what they can do to {skills}{because}",
    "no_skills": "nothing",
    "act_steered": "{who} steered it, {door}, {message}{because}",
    "door_hours": "open by its hours",
    "door_open": "open, outside of its hours too",
    "door_draining": "draining: nobody enters",
    "door_closed": "closed",
    "message_is": "who waits hears {say}",
    "no_message": "no message",
}

RU = {
    "act": "решение человека",
    "as_assigned": "кому назначен",
    "queue_is": "очередь {queue}  ",
    "somebody": "кто-то",
    "because": ": {why}",
    "by_whom": " (так решил {who}{because})",
    "act_moved": "{who} переводит в «{queue}»{because}",
    "act_prioritised": "{who} даёт приоритет {priority}{because}",
    "act_assigned": "{who} назначает: {agent}{because}",
    "act_cut": "{who} завершает звонок{because}",
    "act_skills": "{who} меняет навыки: {skills}{because}",
    "no_skills": "никаких",
    "act_steered": "{who} управляет: {door}, {message}{because}",
    "door_hours": "открыта по расписанию",
    "door_open": "открыта и вне расписания",
    "door_draining": "никто не входит, ждущих обслужат",
    "door_closed": "закрыта",
    "message_is": "ждущие слышат {say}",
    "no_message": "без сообщения",
}


def of_call(say: Say, fact: object, queue: Callable[[str], str], agent: Callable[[str], str]) -> str:
    """Say what a person did to a call; "" if the fact is no such act. ``queue`` and ``agent`` give titles."""
    match fact:
        case acts.CallMoved():
            return say("act_moved", queue=queue(fact.queue), **who_and_why(say, fact))
        case acts.CallPrioritised():
            return say("act_prioritised", priority=fact.priority, **who_and_why(say, fact))
        case acts.CallAssigned():
            return say("act_assigned", agent=agent(fact.agent), **who_and_why(say, fact))
        case acts.CallCut():
            return say("act_cut", **who_and_why(say, fact))
    return ""


def of_agent(say: Say, fact: acts.SkillsChanged) -> str:
    """Say which skills an agent was given."""
    skills = ", ".join(f"{skill} {level}" for skill, level in sorted(fact.skills.items()))
    return say("act_skills", skills=skills or say("no_skills"), **who_and_why(say, fact))


def of_queue(say: Say, fact: acts.QueueSteered) -> str:
    """Say how a queue was steered."""
    message = say("message_is", say=fact.say) if fact.say else say("no_message")
    return say("act_steered", door=say(f"door_{fact.door}"), message=message, **who_and_why(say, fact))


def by_whom(say: Say, fact: object) -> str:
    """Say which person brought a fact about, and why; "" if it was nobody but the agent."""
    if isinstance(fact, OF_PERSON) and fact.who:
        return say("by_whom", **who_and_why(say, fact))
    return ""


def who_and_why(say: Say, fact: acts.Act | OF_PERSON) -> dict[str, str]:
    """Return the words for who did it and why; who gave no reason, is told without one."""
    return {"who": fact.who or say("somebody"), "because": say("because", why=fact.why) if fact.why else ""}
