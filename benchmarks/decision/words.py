"""What the benchmark of decisions says, in English and in Russian. Both have the same keys and the same blanks."""

from acd.words import Language

EN = {
    "title": "One decision: fact in, orders out, journal line made; {agents} agents, {waiting} waiting calls",
    "figure": "figure",
    "p50": "p50, µs",
    "p99": "p99, µs",
    "target": "target",
    "whole": "all decisions, a third of each kind",
    "arrival": "a call arrives",
    "agent_free": "an agent becomes free",
    "relaxed": "a timer relaxes a need",
    "as_timed": "all rounds as timed, with what else the machine did",
    "size": "{agents} agents, {waiting} waiting",
    "growth": "growth of p50 from {few} to {many} agents",
    "bytes_per_waiting_call": "bytes for a waiting call",
    "weighing": "{agents} agents: weighing waiting calls",
    "measuring": "{agents} agents: timing decisions",
    "reached": "every target was reached",
    "missed": "targets not reached: {names}",
    "help": "Time one decision of the engine: a thousand agents, ten thousand waiting calls; no Asterisk, no root.",
    "help_quick": "Fewer decisions: under a minute instead of five.",
    "help_json": "End with all figures as one JSON object on the last line.",
}

RU = {
    "title": "Одно решение: факт, распоряжения, строка журнала; агентов: {agents}, ждут: {waiting}",
    "figure": "показатель",
    "p50": "p50, мкс",
    "p99": "p99, мкс",
    "target": "цель",
    "whole": "все решения, каждого вида треть",
    "arrival": "пришёл звонок",
    "agent_free": "освободился агент",
    "relaxed": "таймер смягчил требование",
    "as_timed": "все круги по часам, со всем, чем ещё занята машина",
    "size": "агентов {agents}, ждут {waiting}",
    "growth": "рост p50 от {few} до {many} агентов",
    "bytes_per_waiting_call": "байт на ждущий звонок",
    "weighing": "агентов {agents}: сколько занимают ждущие",
    "measuring": "агентов {agents}: время решений",
    "reached": "все цели достигнуты",
    "missed": "цели не достигнуты: {names}",
    "help": "Время одного решения движка: тысяча агентов, десять тысяч ждущих; без Asterisk и root.",
    "help_quick": "Меньше решений: меньше минуты вместо пяти.",
    "help_json": "Закончить всеми показателями: один объект JSON в последней строке.",
}


def say(key: str, language: Language, **blanks: object) -> str:
    """Return a phrase with its blanks filled."""
    return (RU if language == "ru" else EN)[key].format(**blanks)
