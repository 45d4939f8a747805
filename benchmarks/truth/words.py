"""What the benchmark of truth says, in English and in Russian. Both have the same keys and the same blanks."""

from acd.words import Language

EN = {
    "title": "Simulated by the whole engine, beside what is exactly known",
    "case": "system",
    "row": "figure",
    "exact": "truth",
    "found": "simulated",
    "half_width": "± %, 95 %",
    "z": "z",
    "calls": "calls",
    "verdict": "verdict",
    "agrees": "agrees",
    "differs": "DIFFERS",
    "begins": "{cases} systems on {jobs} processes; about {minutes} min on an idle machine, Ctrl+C stops it",
    "done": "{done} of {cases} systems, {calls} calls",
    "all_agree": "All {rows} figures agree, judged together at {joint} %; {calls} calls in {seconds} s.",
    "some_differ": "{count} of {rows} figures differ, judged together at {joint} %: {names}",
    "wide": "{count} half-widths are above {limit} %, the widest {widest} %: {names}",
    "stopped": "Stopped; what was done is shown above.",
    "help": "Simulate systems whose figures are known exactly, and tell whether the engine's agree: Erlang's formulas, "
    "skills, priority, patience, staffed days. Every figure to 1 %: about half an hour on two cores.",
    "help_quick": "Every figure to 4 %, as in `make test`: a few minutes.",
    "help_json": "End with all figures as one JSON object on the last line.",
    "help_jobs": "Processes; all cores if not given.",
    "help_seed": "Other callers.",
}

RU = {
    "title": "Полная симуляция движком рядом с тем, что известно точно",
    "case": "система",
    "row": "показатель",
    "exact": "точно",
    "found": "симуляция",
    "half_width": "± %, 95 %",
    "z": "z",
    "calls": "звонков",
    "verdict": "вывод",
    "agrees": "сходится",
    "differs": "РАСХОДИТСЯ",
    "begins": "систем: {cases}, процессов: {jobs}; примерно {minutes} мин на свободной машине, Ctrl+C остановит",
    "done": "систем {done} из {cases}, звонков {calls}",
    "all_agree": "Сошлись все показатели: {rows}, вместе на уровне {joint} %; звонков {calls} за {seconds} с.",
    "some_differ": "Расходятся {count} из {rows}, вместе на уровне {joint} %: {names}",
    "wide": "Полуширина больше {limit} % у {count}, наибольшая {widest} %: {names}",
    "stopped": "Остановлено; что готово, показано выше.",
    "help": "Симулировать системы, показатели которых известны точно, и сказать, сходится ли движок: Эрланг, "
    "навыки, приоритеты, терпение, дни со сменами. Каждый показатель до 1 %: около получаса на двух ядрах.",
    "help_quick": "Каждый показатель до 4 %, как в `make test`: несколько минут.",
    "help_json": "Закончить всеми показателями: один объект JSON в последней строке.",
    "help_jobs": "Процессы; если не указано, все ядра.",
    "help_seed": "Другие звонящие.",
}


def say(key: str, language: Language, **blanks: object) -> str:
    """Return a phrase with its blanks filled."""
    return (RU if language == "ru" else EN)[key].format(**blanks)
