"""What ``acd erlang`` says, in English and in Russian. Both have the same keys and the same blanks."""

from acd.words import Language

EN = {
    "title_c": "Erlang C: a load of {load} erlangs, nobody hangs up",
    "title_a": "Erlang A: a load of {load} erlangs, callers hang up when their patience ends",
    "agents": "agents",
    "p_wait": "had to wait, %",
    "within": "in {threshold} s, %",
    "service_level": "service, %",
    "abandoned": "hung up, %",
    "wait_mean_s": "mean wait, s",
    "occupancy": "busy, %",
    "least": "At least {agents} agents for a service level of {target} within {threshold} s.",
    "meaning": "In {threshold} s: of all calls; service: without those who hung up that fast.",
    "help": "Say by the formulas of Erlang how long calls wait for so many agents, or how many agents they need.",
    "help_rate": "How many calls come, such as '100 per 30 min'.",
    "help_handling": "The mean handling time, wrap-up included, such as '3 min'.",
    "help_agents": "How many agents there are; otherwise the least number for the target is sought.",
    "help_patience": "The mean patience, such as '5 min' (Erlang A); otherwise nobody hangs up (Erlang C).",
    "help_threshold": "Within which time a call counts as answered in time.",
    "help_target": "The service level to reach, if agents are sought.",
    "help_json": "One JSON object on one line instead of the table.",
}

RU = {
    "title_c": "Эрланг C: нагрузка {load} эрл., никто не кладёт трубку",
    "title_a": "Эрланг A: нагрузка {load} эрл., звонящие кладут трубку, когда кончается терпение",
    "agents": "агенты",
    "p_wait": "ждали, %",
    "within": "за {threshold} с, %",
    "service_level": "сервис, %",
    "abandoned": "потеряны, %",
    "wait_mean_s": "ожидание, с",
    "occupancy": "заняты, %",
    "least": "Для уровня сервиса {target} за {threshold} с нужно агентов: не меньше {agents}.",
    "meaning": "За {threshold} с: от всех звонков; сервис: без тех, кто так же быстро положил трубку.",
    "help": "Сказать по формулам Эрланга, сколько ждут звонки при стольких агентах или сколько агентов им нужно.",
    "help_rate": "Сколько приходит звонков, например '100 per 30 min'.",
    "help_handling": "Среднее время обработки вместе с поствызовом, например '3 min'.",
    "help_agents": "Сколько агентов; иначе ищется наименьшее число для цели.",
    "help_patience": "Среднее терпение, например '5 min' (Эрланг A); иначе никто не кладёт трубку (Эрланг C).",
    "help_threshold": "За какое время ответ считается своевременным.",
    "help_target": "Какого уровня сервиса достичь, если ищется число агентов.",
    "help_json": "Один объект JSON одной строкой вместо таблицы.",
}


def say(key: str, language: Language, **values: object) -> str:
    """Say ``key`` in ``language`` with its blanks filled."""
    return (RU if language == "ru" else EN)[key].format_map(values)
