"""What the benchmark of the live stream says, in English and in Russian. Both have the same keys and blanks."""

from acd.words import Language

EN = {
    "title": "The centre live: {calls:.0f} live calls at 50 a second, 1,000 agents, 200 clients",
    "figure": "figure",
    "value": "value",
    "target": "target",
    "update_p50_ms": "from the engine's change to the last client, p50, ms",
    "update_p99_ms": "from the engine's change to the last client, p99, ms",
    "cpu_per_client_percent": "a client costs, % of a core",
    "engine_lateness_p99_ms": "the engine's loop is later with clients by, p99, ms",
    "snapshot_ms": "a snapshot of 1,000 agents and 2,000 calls, ms",
    "page_kb": "all pages, compressed, kB",
    "late_without_ms": "the engine's loop without clients is late by, p99, ms",
    "cpu_without_percent": "the service without clients, % of a core",
    "kb_per_client_s": "a client reads, kB/s",
    "calls": "live calls",
    "lost": "clients lost",
    "not_built": "not built",
    "snapshot": "timing snapshots",
    "starting": "starting the service on the emulated PBX",
    "filling": "the centre fills",
    "round": "round {number} of {of}",
    "failed": "the benchmark could not run: {why}",
    "reached": "every target was reached",
    "missed": "targets not reached: {names}",
    "help": "What two hundred people who look on cost a busy centre, and how old is what they see; no Asterisk.",
    "help_quick": "Fewer and shorter rounds: half a minute instead of two.",
    "help_json": "End with all figures as one JSON object on the last line.",
}

RU = {
    "title": "Центр вживую: звонков на линии {calls:.0f}, по 50 в секунду, агентов 1000, клиентов 200",
    "figure": "показатель",
    "value": "значение",
    "target": "цель",
    "update_p50_ms": "от изменения в движке до последнего клиента, p50, мс",
    "update_p99_ms": "от изменения в движке до последнего клиента, p99, мс",
    "cpu_per_client_percent": "клиент стоит, % ядра",
    "engine_lateness_p99_ms": "насколько с клиентами позже цикл движка, p99, мс",
    "snapshot_ms": "снимок 1000 агентов и 2000 звонков, мс",
    "page_kb": "все страницы, в сжатом виде, кБ",
    "late_without_ms": "опоздание цикла движка без клиентов, p99, мс",
    "cpu_without_percent": "служба без клиентов, % ядра",
    "kb_per_client_s": "клиент читает, кБ/с",
    "calls": "звонков на линии",
    "lost": "потеряно клиентов",
    "not_built": "не собраны",
    "snapshot": "время снимков",
    "starting": "служба запускается на эмулируемой АТС",
    "filling": "центр наполняется",
    "round": "круг {number} из {of}",
    "failed": "измерение не удалось: {why}",
    "reached": "все цели достигнуты",
    "missed": "цели не достигнуты: {names}",
    "help": "Чего стоят занятому центру двести зрителей и насколько старо то, что они видят; без Asterisk и root.",
    "help_quick": "Меньше кругов, и короче: полминуты вместо двух.",
    "help_json": "Закончить всеми показателями: один объект JSON в последней строке.",
}


def say(key: str, language: Language, **blanks: object) -> str:
    """Return a phrase with its blanks filled."""
    return (RU if language == "ru" else EN)[key].format(**blanks)
