"""What is said of acts, in English and in Russian: what they led to, and the engine's refusals."""

import re
from collections.abc import Mapping
from typing import Final

from acd.story_words import TABLES as STORY
from ivr.words import Language

EN = {
    "waits": "waits in {queue}, {count} in line",
    "waits_for": "waits in {queue} for {agent}, {count} in line",
    "offered_to": "offered to {agents}",
    "talks_to": "talks to {agent}",
    "in_menu": "is in the menu",
    "leaves": "leaves by the way out of {queue}",
    "is_ended": "is being hung up",
    "is_over": "is over",
    "hears": "{who} hears it on {phone}: {mode}",
    "hears_no_more": "{who} hears it no more",
    "put_through": "is being connected with {number}",
    "recording_is_on": "the conversation is recorded",
    "recording_is_paused": "the recording is paused",
    "recording_is_off": "the conversation is not recorded",
    "now_state": "{state} now",
    "paused_after": "paused after the call in hand",
    "out_after": "signed out after the call in hand",
    "ready_after": "stays after the call in hand",
    "is_offered": "is offered call {call}",
    "serves": "calls of {queues} can be offered now",
    "serves_none": "no queue's calls can be offered now",
    "door_hours_open": "open by its hours now",
    "door_hours_closed": "closed by its hours now",
    "door_open": "open, whatever its hours say",
    "door_draining": "nobody enters; who waits is served ({count})",
    "door_closed": "nobody enters",
    "shown_out": "{count} who waited left by the way out",
    "says": "{count} who wait and all who enter hear {say}",
    "says_nothing": "nothing is said to who waits and enters",
    "nothing_changed": "nothing is different",
    "listen": "listening", "whisper": "whispering", "barge": "speaking with both",
}  # fmt: skip

RU = {
    "waits": "ждёт в «{queue}», в очереди {count}",
    "waits_for": "ждёт в «{queue}» агента {agent}, в очереди {count}",
    "offered_to": "вызов идёт: {agents}",
    "talks_to": "разговор с: {agent}",
    "in_menu": "в меню",
    "leaves": "уходит по выходу очереди «{queue}»",
    "is_ended": "завершается",
    "is_over": "завершён",
    "hears": "{who} слышит его на {phone}: {mode}",
    "hears_no_more": "{who} его больше не слышит",
    "put_through": "соединяется с номером {number}",
    "recording_is_on": "разговор записывается",
    "recording_is_paused": "запись приостановлена",
    "recording_is_off": "разговор не записывается",
    "now_state": "сейчас: {state}",
    "paused_after": "пауза после текущего звонка",
    "out_after": "уход со смены после текущего звонка",
    "ready_after": "остаётся после текущего звонка",
    "is_offered": "идёт вызов по звонку {call}",
    "serves": "теперь могут поступать звонки очередей: {queues}",
    "serves_none": "теперь звонки ни одной очереди не поступают",
    "door_hours_open": "сейчас открыта по часам работы",
    "door_hours_closed": "сейчас закрыта по часам работы",
    "door_open": "открыта, что бы ни говорили часы работы",
    "door_draining": "никто не входит; кто ждёт, будет обслужен ({count})",
    "door_closed": "никто не входит",
    "shown_out": "ушли по выходу из тех, кто ждал: {count}",
    "says": "кто ждёт ({count}) и кто входит, слышат {say}",
    "says_nothing": "кто ждёт и кто входит, не слышат ничего",
    "nothing_changed": "ничего не изменилось",
    "listen": "прослушивание", "whisper": "подсказка агенту", "barge": "разговор с обоими",
}  # fmt: skip

TABLES: Final[Mapping[Language, Mapping[str, str]]] = {"en": EN, "ru": RU}

REFUSALS: Final = (
    (r"call (\S+) is not known", "звонок {0} неизвестен"),
    (r"call (\S+) waits in queue (\S+) already", "звонок {0} уже ждёт в очереди {1}"),
    (r"call (\S+) is (\w+): .*", "звонок {0} сейчас «{1}», это невозможно"),
    (r"agent (\S+) is (\w+): .*", "агент {0}: «{1}», сейчас это невозможно"),
    (r"agent (\S+) is not on the roster", "агента {0} нет в списке"),
    (r"agent (\S+) is on the roster no more", "агента {0} в списке больше нет"),
    (r"agent (\S+) is the one who calls", "звонит сам агент {0}"),
    (r"agent (\S+) is signed out", "агент {0} не на смене"),
    (r"agent (\S+) is signed out, after what they do now", "агент {0} уйдёт со смены, как только закончит"),
    (r"agent (\S+) is paused", "агент {0} на паузе"),
    (r"agent (\S+) is paused, after what they do now", "агент {0} уйдёт на паузу, как только закончит"),
    (r"the phone of agent (\S+) cannot be reached", "телефон агента {0} недоступен"),
    (r"queue (\S+) is not configured", "очереди {0} нет"),
    (r"skill (\S+) is not defined", "навыка {0} нет"),
)
"""What the engine says, and how that is said in Russian."""

GENERAL: Final = "сейчас это невозможно ({0})"


def said(code: str, values: Mapping[str, str], language: Language) -> str:
    """Say what an act led to. Values that are words themselves (a state, a mode) are said in the language too."""
    spoken = {name: word(name, value, language) for name, value in values.items()}
    return TABLES[language][code].format_map(spoken)


def word(name: str, value: str, language: Language) -> str:
    """Say one value."""
    if name not in ("state", "mode"):
        return value
    return TABLES[language].get(value) or STORY[language].get(value, value)


FIELDS: Final[Mapping[str, str]] = {
    "queue": "очередь", "priority": "приоритет", "wanted": "кого ждёт", "state": "состояние", "skills": "навыки",
    "door": "вход", "message": "сообщение",
}  # fmt: skip
"""What can have changed meanwhile, in Russian; in English it is called as in the API."""


def changed_said(field: str, now: str, language: Language) -> dict[str, str]:
    """Say a field and what it is now."""
    said_now = word("state", now, language) if field == "state" else now
    return {"field": field if language == "en" else FIELDS[field], "now": said_now}


def engine_said(why: str, language: Language) -> str:
    """Say the engine's sentence in a language: the known ones as they are, of others that it cannot be."""
    if language == "en":
        return why
    for pattern, phrase in REFUSALS:
        if (found := re.fullmatch(pattern, why)) is not None:
            return phrase.format(*(word("state", each, language) for each in found.groups()))
    return GENERAL.format(why)
