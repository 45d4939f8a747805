"""What the formulas say, in English and in Russian. Both have the same keys and the same blanks."""

from acd.words import Language

EN = {
    "not_number": "{name} is {value}: expected a number of at least 0; give {unit}",
    "not_positive": "{name} is {value}: expected a number above 0; give {unit}",
    "too_far": "{name} is {value:g}: expected from {least:g} to {most:g}; give {unit}",
    "not_whole": "{name} is {value}: expected a whole number from {least} to {most}; give whole {unit}",
    "not_share": "{name} is {value}: expected a share between 0 and 1, such as 0.8 for 80 %",
    "not_beta": "beta is {value}: expected a number from {least} to {most}, above 0 where nobody hangs up",
    "unstable": "unstable: a load of {load:g} erlangs on {agents} agents makes the queue grow for ever; "
    "take more agents than erlangs, or give callers a patience",
    "too_long_queue": "over {most} calls would wait; take a shorter patience or more agents",
    "too_large": "a load of {load:g} erlangs: expected at most {most}; split the centre into smaller ones",
    "never": "no number of agents up to {most} meets this target; ease the target",
    "always": "{agents} agents meet this target at any rate; ask for a tighter target",
    "rate_per_s": "the rate of arrivals",
    "handling_s": "the mean handling time",
    "patience_s": "the mean patience",
    "threshold_s": "the threshold",
    "load": "the load",
    "agents": "the number of agents",
    "places": "the number of places to wait",
    "target": "the target",
    "at_most": "the greatest share",
    "at_most_s": "the longest mean wait",
    "t_s": "the time waited",
    "unit_calls": "calls a second",
    "unit_s": "seconds",
    "unit_erlangs": "erlangs",
    "unit_agents": "agents",
    "unit_places": "places",
}

RU = {
    "not_number": "{name} — {value}: ожидалось число не меньше 0; укажите {unit}",
    "not_positive": "{name} — {value}: ожидалось число больше 0; укажите {unit}",
    "too_far": "{name} — {value:g}: ожидалось от {least:g} до {most:g}; укажите {unit}",
    "not_whole": "{name} — {value}: ожидалось целое число от {least} до {most}; укажите целое число ({unit})",
    "not_share": "{name} — {value}: ожидалась доля между 0 и 1, например 0.8 для 80 %",
    "not_beta": "beta — {value}: ожидалось число от {least} до {most}, а где никто не кладёт трубку — больше 0",
    "unstable": "неустойчиво: при нагрузке {load:g} эрл. и {agents} агентах очередь растёт без конца; "
    "возьмите агентов больше, чем эрлангов, или задайте терпение звонящих",
    "too_long_queue": "ждали бы больше {most} звонков; возьмите меньшее терпение или больше агентов",
    "too_large": "нагрузка {load:g} эрл.: ожидалось не больше {most}; разделите центр на меньшие",
    "never": "этой цели не достигает никакое число агентов до {most}; смягчите цель",
    "always": "при {agents} агентах цель достигается при любом потоке; задайте цель строже",
    "rate_per_s": "поток звонков",
    "handling_s": "среднее время обработки",
    "patience_s": "среднее терпение",
    "threshold_s": "порог",
    "load": "нагрузка",
    "agents": "число агентов",
    "places": "число мест ожидания",
    "target": "цель",
    "at_most": "наибольшая доля",
    "at_most_s": "наибольшее среднее ожидание",
    "t_s": "время ожидания",
    "unit_calls": "звонки в секунду",
    "unit_s": "секунды",
    "unit_erlangs": "эрланги",
    "unit_agents": "агенты",
    "unit_places": "места",
}


def say(key: str, language: Language, **values: object) -> str:
    """Say ``key`` in ``language`` with its blanks filled."""
    return (RU if language == "ru" else EN)[key].format_map(values)
