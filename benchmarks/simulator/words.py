"""What the benchmark of the simulator says, in English and in Russian. Both have the same keys and the same blanks."""

from acd.words import Language

EN = {
    "title": "M/M/12 with patience, calls a second of processor time; days {days}, rounds {rounds}, engine {engine}",
    "side": "the same callers",
    "acd": "simulator, all statistics",
    "simpy": "SimPy, a process a call",
    "ciw": "Ciw, a node with reneging",
    "heap": "heap loop, SimPy's events",
    "lean_heap": "heap loop, the fewest events",
    "multiskill": "3 types, 2 groups, over SimPy",
    "calls_per_s": "calls/s",
    "ratio": "ours / this",
    "mean_wait": "mean wait, s",
    "target": "target",
    "large": "a day of 1,000 agents, 30 skills, {calls} calls: {seconds} s",
    "compiled": "compiled",
    "pure": "plain Python (python -m acd.compiled builds the quicker one)",
    "doing_round": "round {number} of {rounds}",
    "doing_large": "a day of the large centre, {number} of {rounds}",
    "reached": "every target was reached",
    "missed": "targets not reached: {names}",
    "help": "Calls simulated a second, beside SimPy, Ciw and a bare heap loop; no Asterisk, no root.",
    "help_quick": "Fewer days: under a minute instead of three.",
    "help_json": "End with all figures as one JSON object on the last line.",
}

RU = {
    "title": "M/M/12 с терпением, звонков за секунду процессора; дней {days}, кругов {rounds}, движок {engine}",
    "side": "те же звонящие",
    "acd": "симулятор, вся статистика",
    "simpy": "SimPy, процесс на звонок",
    "ciw": "Ciw, узел с терпением",
    "heap": "цикл с кучей, события SimPy",
    "lean_heap": "цикл с кучей, меньше событий",
    "multiskill": "3 вида, 2 группы, к SimPy",
    "calls_per_s": "звонков/с",
    "ratio": "мы / они",
    "mean_wait": "среднее ожидание, с",
    "target": "цель",
    "large": "день 1000 агентов с 30 навыками, звонков: {calls}: {seconds} с",
    "compiled": "скомпилирован",
    "pure": "чистый Python (python -m acd.compiled соберёт быстрый)",
    "doing_round": "круг {number} из {rounds}",
    "doing_large": "день большого центра, {number} из {rounds}",
    "reached": "все цели достигнуты",
    "missed": "цели не достигнуты: {names}",
    "help": "Звонков в секунду рядом с SimPy, Ciw и голым циклом; без Asterisk и root.",
    "help_quick": "Меньше дней: меньше минуты вместо трёх.",
    "help_json": "Закончить всеми показателями: один объект JSON в последней строке.",
}


def say(key: str, language: Language, **blanks: object) -> str:
    """Return a phrase with its blanks filled."""
    return (RU if language == "ru" else EN)[key].format(**blanks)
