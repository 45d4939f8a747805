"""What is said about a scenario, in English and in Russian, beside what is said about a production file."""

from acd.config.words import EN as CENTRE_EN
from acd.config.words import RU as CENTRE_RU
from acd.config.words import Language
from ivr.problems import Problem
from ivr.words import filled
from simulator.scenario.notation_words import EN as NOTATION_EN
from simulator.scenario.notation_words import RU as NOTATION_RU

__all__ = ["EN", "RU", "Language", "say"]

OWN_EN = {
    "file_too_large": "this file is larger than {limit} bytes; put observed calls into a CSV file beside it",
    # the day
    "day_or_steady": "nothing says when calls come; add `day: {{hours: 08:00-20:00, period: 30 min}}`, or `steady`",
    "day_and_steady": "`day` and `steady` cannot both hold; delete one",
    "long_warm_up": "the warm-up, {warm_up}, is longer than the {length} that count; make `length` longer",
    "no_length": "a steady state needs a `length` that counts, like 200 h",
    "too_many_periods": "a day of {length} in periods of {period} is more than {most} periods; make them longer",
    "uneven_periods": "a day of {length} is no whole number of periods of {period}; choose another `period`",
    "wrong_periods": "values here: {count}, periods of the day: {periods}; write one for each",
    "only_constant": "in a steady state nothing changes with time; write one value that always holds",
    # callers
    "arrivals_ways": "exactly one of {known} is expected here",
    "too_many_calls": "more than {most} calls come in one run; lower the rate, or make the run shorter",
    "calls_outside": "calls in `{file}` that are not within the day: {count}, the first at {at}; change one of them",
    "no_patience": "nobody waits at all with a patience of 0; write `balking: 100 %` for callers who never wait",
    "nobody_abandons": "nobody of `{type}` abandons without `patience`, so nobody calls again; add `patience`",
    "unknown_definition": "there is no service level called `{got}`; known: {known}",
    "rings_out": "phones ring for {got} and the queue `{queue}` stops after {ring}, so nobody answers; "
    "make its `ring` longer",
    "no_opening_hours": "`{word}` means nothing here: the scenario's `day` says when calls come; delete it",
    "queue_without_calls": "no type of call and no way out leads to the queue `{queue}`; use it, or delete it",
    "steady_busyness": "in a steady state no day is busier than another; delete it, or write a `day`",
    "unknown_group": "there is no group `{group}`; known: {known}",
    "group_forgotten": "nothing is said of the group {group}; add it, or `otherwise` for all others",
    # staff
    "one_kind": "`{first}` and `{second}` cannot both hold; delete one",
    "needs_centre": "`{word}` names agents of a production file; add `centre` with its path, or write `skills`",
    "agents_and_shifts": "`agents` and `shifts` cannot both hold; delete one",
    "no_heads": "nothing says how many agents there are; add `agents` or `shifts`",
    "too_many_agents": "there are {count} agents, and at most {most} can be simulated",
    "no_agents": "nobody is ever at work; give some group `agents` or `shifts`",
    "agent_name_taken": "the centre has an agent called `{agent}` already; choose another name for this group",
    "agent_twice": "`{agent}` is in the group `{group}` already; one agent, one group",
    "more_than_named": "{asked} agents are asked for, and the centre has {count} for this group; "
    "add a group `like` one of them",
    "who_of_group": "a shift names agents only where its group does; write `who` there, or `agents` here",
    "agent_of_group": "`{agent}` is not one of this group; known: {known}",
    "shift_outside": "nothing of the shift {hours} is within the day; correct it, or the `hours` of the `day`",
    "shift_overlap": "{first} and {second} of one shift overlap; write one of them, or two shifts",
    "shifts_overlap": "the shifts {first} and {second} of {agent} overlap; nobody works twice at a time",
    "break_outside": "the break {break} is not within the shift, {hours}; correct one of them",
    "breaks_overlap": "the breaks {first} and {second} overlap; write one",
    # work
    "nobody_serves": "nobody can serve `{type}`: no agent at work ever meets {needs}; give a group the skills",
    "group_idle": "nobody of the group `{group}` can serve any type of call; give them skills that are asked for",
    "value_unknown": "needs of `{type}` ask for {{{value}}}, which is not known of its calls, so they ask "
    "less; add it as `{value}`, or under `data`",
    "nobody_there": "nobody who can serve `{type}` is at work {period} (periods like this: {count}); "
    "its callers find nobody then, or wait for the end of a break",
    "unstable": "`{types}` bring {load} erlangs of work for {agents} agents, who would be busy {busy} % of the time, "
    "so the queue grows without end; add agents, `patience`, or a limit",
    "overload": "{period} `{types}` bring {load} erlangs of work for {agents} agents, {busy} % of their time (periods "
    "like this: {count}); without `patience` or a limit the queue grows as long as this lasts",
    # the centre and changes
    "bad_centre": "the centre's file {file} is refused, {count} to mend",
    "bad_setting": "`{got}` is no change; write it like groups.english.agents=12",
    "bad_setting_value": "`{got}` is no value in YAML that can be read, for `{setting}`",
    "setting_nowhere": "there is no place for `{word}` in `{place}`; no words stand within it",
    "too_many_settings": "there are more than {most} changes; write a scenario of their own",
}

OWN_RU = {
    "file_too_large": "файл больше {limit} байт; вынесите звонки в файл CSV рядом с ним",
    "day_or_steady": "не сказано, когда звонят; добавьте `day: {{hours: 08:00-20:00, period: 30 min}}` или `steady`",
    "day_and_steady": "`day` и `steady` вместе не бывают; удалите одно",
    "long_warm_up": "разогрев {warm_up} длиннее тех {length}, что считаются; сделайте `length` длиннее",
    "no_length": "установившемуся режиму нужна длительность `length`, которая считается, например 200 h",
    "too_many_periods": "день в {length} при периоде {period} — это больше {most} периодов; сделайте их длиннее",
    "uneven_periods": "в дне длиной {length} не целое число периодов по {period}; выберите другой `period`",
    "wrong_periods": "значений здесь: {count}, периодов в дне: {periods}; напишите по одному на каждый",
    "only_constant": "в установившемся режиме ничего со временем не меняется; напишите одно значение на всё время",
    "arrivals_ways": "здесь ожидается ровно одно из {known}",
    "too_many_calls": "за один прогон приходит больше {most} звонков; уменьшите частоту или длительность",
    "calls_outside": "звонков вне дня в `{file}`: {count}, первый в {at}; измените `hours` или уберите их",
    "no_patience": "с терпением 0 не ждёт никто; для тех, кто никогда не ждёт, напишите `balking: 100 %`",
    "nobody_abandons": "без `patience` никто из `{type}` не бросает трубку и не перезванивает; добавьте `patience`",
    "unknown_definition": "уровня обслуживания `{got}` нет; есть: {known}",
    "rings_out": "телефоны звонят {got}, а очередь `{queue}` перестаёт через {ring}, и никто не ответит; увеличьте её "
    "`ring`",
    "no_opening_hours": "`{word}` здесь ничего не значит: когда звонят, говорит `day` сценария; удалите",
    "queue_without_calls": "ни тип звонков, ни выход не ведёт в очередь `{queue}`; используйте её или удалите",
    "steady_busyness": "в установившемся режиме нет дней занятее других; удалите или напишите `day`",
    "unknown_group": "группы `{group}` нет; есть: {known}",
    "group_forgotten": "о группе {group} ничего не сказано; добавьте её или `otherwise` для остальных",
    "one_kind": "`{first}` и `{second}` вместе не бывают; удалите одно",
    "needs_centre": "`{word}` называет агентов из файла центра; добавьте `centre` с путём к нему или напишите `skills`",
    "agents_and_shifts": "`agents` и `shifts` вместе не бывают; удалите одно",
    "no_heads": "не сказано, сколько агентов; добавьте `agents` или `shifts`",
    "too_many_agents": "агентов {count}, а имитировать можно не больше {most}",
    "no_agents": "на работе никогда никого нет; дайте какой-нибудь группе `agents` или `shifts`",
    "agent_name_taken": "в центре уже есть агент `{agent}`; назовите группу иначе",
    "agent_twice": "`{agent}` уже в группе `{group}`; один агент — одна группа",
    "more_than_named": "нужно агентов {asked}, а в центре для этой группы их {count}; добавьте группу, где `like` — "
    "один из них",
    "who_of_group": "смена называет агентов, только если их называет группа; напишите `who` там или `agents` здесь",
    "agent_of_group": "`{agent}` не из этой группы; есть: {known}",
    "shift_outside": "от смены {hours} в день ничего не попадает; исправьте её или `hours` у `day`",
    "shift_overlap": "{first} и {second} одной смены пересекаются; оставьте одно или сделайте две смены",
    "shifts_overlap": "смены {first} и {second} агента {agent} пересекаются; никто не работает дважды сразу",
    "break_outside": "перерыв {break} не внутри смены {hours}; исправьте что-то из них",
    "breaks_overlap": "перерывы {first} и {second} пересекаются; оставьте один",
    "nobody_serves": "`{type}` никто не обслужит: ни у кого на работе нет {needs}; дайте какой-нибудь группе навыки",
    "group_idle": "никто из группы `{group}` не обслуживает ни одного типа звонков; дайте им навыки, которых просят",
    "value_unknown": "требования `{type}` спрашивают {{{value}}}, а о звонках это не известно, и требуется "
    "меньше; добавьте `{value}` или слово в `data`",
    "nobody_there": "{period} на работе нет никого, кто обслужит `{type}` (таких периодов: {count}); звонящие тогда "
    "никого не застанут или ждут конца перерыва",
    "unstable": "`{types}` приносят {load} эрланга работы на {agents} агентов, занятых {busy} % времени, и очередь "
    "растёт без конца; добавьте агентов, `patience` или предел",
    "overload": "{period} `{types}` приносят {load} эрланга работы на {agents} агентов, {busy} % их времени (таких "
    "периодов: {count}); без `patience` и предела очередь растёт, пока так остаётся",
    "bad_centre": "файл центра {file} не принят, исправить: {count}",
    "bad_setting": "`{got}` не изменение; пишите, например, groups.english.agents=12",
    "bad_setting_value": "`{got}` не значение YAML, которое можно прочитать, для `{setting}`",
    "setting_nowhere": "для `{word}` нет места в `{place}`; внутри него слов не бывает",
    "too_many_settings": "изменений больше {most}; напишите отдельный сценарий",
}

EN = CENTRE_EN | NOTATION_EN | OWN_EN
RU = CENTRE_RU | NOTATION_RU | OWN_RU


def say(problem: Problem, language: Language = "en") -> str:
    """Say ``problem`` in ``language``."""
    return filled(RU if language == "ru" else EN, problem)
