"""What is said about a menu tree that cannot be used, in English and in Russian.

Each phrase says what was found, and what to do. Both languages have the same keys and the same blanks; blanks
are filled from ``Problem.values``.
"""

from collections.abc import Mapping
from typing import Literal

from ivr.problems import Problem

Language = Literal["en", "ru"]

EN = {
    # the shape of what is written
    "missing_word": "`{word}` is missing here; add it",
    "unknown_word": "`{word}` is not known here; known: {known}",
    "no_kind": "this is no step: begin it with one of say, menu, collect, hours, branch, script, set, route, leave",
    "not_mapping": "lines of the form `word: value` were expected, not `{got}`",
    "nothing_written": "nothing is written here; write a value, or delete the line",
    "not_list": "a list was expected, not `{got}`",
    "empty": "this must not be empty",
    "too_many": "there are too many here: at most {most}",
    "not_number": "a whole number was expected, not `{got}`",
    "yes_for_number": "a number was expected, not `{got}`; YAML reads yes, no, on and off so",
    "quoted_number": "`{got}` is in quotes; write the number without them",
    "no_number": "a number was expected, not `{got}`",
    "not_yes_or_no": "true or false was expected, not `{got}`",
    "too_small": "`{got}` is too small: at least {limit}",
    "too_large": "`{got}` is too large: at most {limit}",
    "not_one_of": "`{got}` is not one of {expected}",
    "not_one_of_close": "`{got}` is not one of {expected}; did you mean `{meant}`?",
    "not_text": "a text was expected, not `{got}`; put it in quotes if it is meant",
    "bad_text": "a text of 1 to 64 visible letters was expected, not `{got}`",
    "bad_name": "`{got}` cannot be a name: small Latin letters, digits, `-` and `_`, at most 64",
    "bad_data_name": "`{got}` cannot name data: small Latin letters, digits and `_`, a letter first, at most 32",
    "bad_key": '`{got}` is not a key of a telephone: 0 to 9, "*" or "#" (these two in quotes)',
    "bad_finish": '`{got}` cannot end an input: only "*" or "#" can, in quotes',
    "bad_extension": "`{got}` is neither `hang-up` nor an extension of the PBX",
    "bad_duration": "`{got}` is not a duration; write it like 5s, 500ms or 1m",
    "negative_duration": "`{got}` is negative; a duration is 0s or more",
    "bad_wait": "`{got}` is too long or too short for a wait: more than nothing, at most 1m",
    "bad_credit": "`{got}` is too long for a credit: at most 1d",
    "no_needs": '`{got}` is no need; write levels like {{billing: 3}}, or a text like "ru >= 5 and not trainee"',
    "need_skill": "column {column}: a skill, `not` or `(` was expected, not `{got}`",
    "need_skill_at_end": "column {column}: the need ends where a skill, `not` or `(` was expected",
    "need_level": "column {column}: a level from 0 to {limit} was expected, not `{got}`",
    "need_level_at_end": "column {column}: the need ends where a level from 0 to {limit} was expected",
    "need_operator": "column {column}: >=, >, <=, <, == or != was expected, or `and` or `or`, not `{got}`",
    "need_turned_round": "column {column}: `{got}` is no comparison; did you mean `{meant}`?",
    "need_closing": "column {column}: `)` was expected, or `and` or `or`, not `{got}`",
    "need_closing_at_end": "column {column}: the need ends where `)` was expected",
    "need_end": "column {column}: `and`, `or` or the end was expected, not `{got}`",
    "need_shorter": "a need has at most {limit} letters; this one goes on with `{got}`",
    "need_fewer": "column {column}: a need tests at most {limit} times; split it into skills of your own",
    "need_flatter": "column {column}: brackets and `not` are nested too deep here; write it flatter",
    "bad_limit": "`{got}` is too long or too short for a script: more than nothing, at most 5m",
    "bad_command": "`{got}` is not a program and its arguments; write them like [python3, scripts/lookup.py, gold]",
    "bad_range": "`{got}` is not a range; write it like 6..8, or one number",
    "bad_digits": "`{got}` cannot be a number of digits: 1 to 32, like 8 or 6..8",
    "bad_prompt": "`{got}` is not a prompt: a name like `welcome`, `ru/welcome` or `digits of account`",
    "bad_period": "`{got}` is not a period; write it like 09:00-18:00",
    "empty_period": "`{got}` begins and ends at the same minute; write `open` for the whole day",
    "bad_day": "`{got}` is not a day of the week; write mon, tue, wed, thu, fri, sat, sun or mon-fri",
    "bad_date": "`{got}` is not a date; write it like 2026-12-25, or 12-25 for every year",
    "bad_zone": "`{got}` is not a time zone; write it like Europe/Berlin",
    "not_understood": "`{got}` is not understood here; compare it with the examples in docs/ivr.md",
    # the tree as a whole
    "no_default": "no entry for other numbers; add `default:` with the first step",
    "reserved_step": "a step cannot be called `person`: that is the name of the route to a person",
    "unknown_step": "there is no step `{step}`; known: {known}",
    "unknown_queue": "there is no queue `{queue}`; known: {known}",
    "unknown_skill": "there is no skill `{skill}`; known: {known}",
    "unknown_skill_at": "column {column}: there is no skill `{skill}`; known: {known}",
    "unknown_hours": "there are no opening hours `{hours}`; known: {known}",
    "unknown_language": "the centre does not speak `{language}`; known: {known}",
    "unknown_data": "nothing is ever kept under `{data}`; collect or set it, or choose from: {known}",
    "reserved_data": "`{data}` is known of every call and cannot be collected or set; choose another name",
    "missing_prompt": "the prompt `{prompt}` is not recorded in `{language}`; record {language}/{prompt}.wav",
    "no_program": "there is no program `{program}` that can be run; a path counts from the folder of this file",
    "no_script": "there is no file `{script}`; a path counts from the folder of this file",
    "inverted": "{low}..{high} is the wrong way round; the smaller number comes first",
    "never_satisfied": "no number of {low} to {high} digits can ever be right here; correct digits, range or checksum",
    "confirm_unread": "`confirm` never reads `{data}` back; add `digits of {data}` to it",
    "one_comparison": "a case needs exactly one of equals, one_of, prefix and range",
    "unreachable": "no way leads to the step `{step}`; use it or delete it",
    "no_person": "no way leads from the step `{step}` to a person; add a key or `otherwise` that does",
    "circle": "the steps {steps} form a circle without a way out to a person; add one",
    "silent_circle": "a caller who presses nothing goes round in {steps} for ever; lead `otherwise` to a person",
    "silent_leave": "a caller who presses nothing in `{step}` is sent away by `{leave}`; lead `otherwise` to a person",
}

RU = {
    "missing_word": "здесь не хватает `{word}`; добавьте",
    "unknown_word": "слово `{word}` здесь неизвестно; известны: {known}",
    "no_kind": "это не шаг: начните его словом say, menu, collect, hours, branch, script, set, route или leave",
    "not_mapping": "ожидались строки вида `слово: значение`, а не `{got}`",
    "nothing_written": "здесь ничего не написано; напишите значение или удалите строку",
    "not_list": "ожидался список, а не `{got}`",
    "empty": "здесь не может быть пусто",
    "too_many": "здесь слишком много: не больше {most}",
    "not_number": "ожидалось целое число, а не `{got}`",
    "yes_for_number": "ожидалось число, а не `{got}`; так YAML читает yes, no, on и off",
    "quoted_number": "`{got}` в кавычках; напишите число без них",
    "no_number": "ожидалось число, а не `{got}`",
    "not_yes_or_no": "ожидалось true или false, а не `{got}`",
    "too_small": "`{got}` слишком мало: не меньше {limit}",
    "too_large": "`{got}` слишком много: не больше {limit}",
    "not_one_of": "`{got}` не из числа {expected}",
    "not_one_of_close": "`{got}` не из числа {expected}; может быть, `{meant}`?",
    "not_text": "ожидался текст, а не `{got}`; если так и задумано, возьмите в кавычки",
    "bad_text": "ожидался текст от 1 до 64 видимых знаков, а не `{got}`",
    "bad_name": "`{got}` не годится в имена: строчные латинские буквы, цифры, `-` и `_`, не длиннее 64",
    "bad_data_name": "`{got}` не годится в имена данных: строчные латинские буквы, цифры и `_`, сначала буква, до 32",
    "bad_key": '`{got}` не клавиша телефона: 0–9, "*" или "#" (эти две в кавычках)',
    "bad_finish": '`{got}` не может завершать ввод: только "*" или "#", в кавычках',
    "bad_extension": "`{got}` не `hang-up` и не внутренний номер АТС",
    "bad_duration": "`{got}` не длительность; пишите 5s, 500ms или 1m",
    "negative_duration": "`{got}` меньше нуля; длительность — 0s или больше",
    "bad_wait": "`{got}` не годится для ожидания: больше нуля и не больше 1m",
    "bad_credit": "`{got}` слишком долго для форы: не больше 1d",
    "no_needs": '`{got}` не требование; пишите уровни, {{billing: 3}}, или текст, "ru >= 5 and not trainee"',
    "need_skill": "столбец {column}: ожидался навык, `not` или `(`, а не `{got}`",
    "need_skill_at_end": "столбец {column}: требование кончилось там, где ожидался навык, `not` или `(`",
    "need_level": "столбец {column}: ожидался уровень от 0 до {limit}, а не `{got}`",
    "need_level_at_end": "столбец {column}: требование кончилось там, где ожидался уровень от 0 до {limit}",
    "need_operator": "столбец {column}: ожидалось >=, >, <=, <, == или !=, или же `and` или `or`, а не `{got}`",
    "need_turned_round": "столбец {column}: `{got}` не сравнение; может быть, `{meant}`?",
    "need_closing": "столбец {column}: ожидалась `)`, или же `and` или `or`, а не `{got}`",
    "need_closing_at_end": "столбец {column}: требование кончилось там, где ожидалась `)`",
    "need_end": "столбец {column}: ожидались `and`, `or` или конец, а не `{got}`",
    "need_shorter": "в требовании не больше {limit} знаков; здесь оно продолжается: `{got}`",
    "need_fewer": "столбец {column}: в требовании не больше {limit} сравнений; введите для части свой навык",
    "need_flatter": "столбец {column}: скобки и `not` вложены слишком глубоко; запишите проще",
    "bad_limit": "`{got}` не годится в пределы времени сценария: больше нуля и не больше 5m",
    "bad_command": "`{got}` не программа с аргументами; пишите так: [python3, scripts/lookup.py, gold]",
    "bad_range": "`{got}` не диапазон; пишите 6..8 или одно число",
    "bad_digits": "`{got}` не может быть количеством цифр: от 1 до 32, например 8 или 6..8",
    "bad_prompt": "`{got}` не подсказка: нужно имя вида `welcome`, `ru/welcome` или `digits of account`",
    "bad_period": "`{got}` не промежуток; пишите 09:00-18:00",
    "empty_period": "`{got}` начинается и кончается в одну минуту; для целого дня пишите `open`",
    "bad_day": "`{got}` не день недели; пишите mon, tue, wed, thu, fri, sat, sun или mon-fri",
    "bad_date": "`{got}` не дата; пишите 2026-12-25, или 12-25 для каждого года",
    "bad_zone": "`{got}` не часовой пояс; пишите, например, Europe/Moscow",
    "not_understood": "`{got}` здесь непонятно; сравните с примерами в docs/ru/ivr.md",
    "no_default": "нет входа для остальных номеров; добавьте `default:` с первым шагом",
    "reserved_step": "шаг нельзя назвать `person`: так называется путь к человеку",
    "unknown_step": "шага `{step}` нет; есть: {known}",
    "unknown_queue": "очереди `{queue}` нет; есть: {known}",
    "unknown_skill": "навыка `{skill}` нет; есть: {known}",
    "unknown_skill_at": "столбец {column}: навыка `{skill}` нет; есть: {known}",
    "unknown_hours": "часов работы `{hours}` нет; есть: {known}",
    "unknown_language": "центр не говорит на `{language}`; есть: {known}",
    "unknown_data": "под именем `{data}` ничего не хранится; соберите или задайте его, или выберите из: {known}",
    "reserved_data": "`{data}` известно о каждом звонке, его нельзя собрать или задать; выберите другое имя",
    "missing_prompt": "подсказка `{prompt}` не записана на `{language}`; запишите {language}/{prompt}.wav",
    "no_program": "нет программы `{program}`, которую можно запустить; путь считается от папки этого файла",
    "no_script": "файла `{script}` нет; путь считается от папки этого файла",
    "inverted": "{low}..{high} задано наоборот; меньшее число пишется первым",
    "never_satisfied": "ни одно число из {low}–{high} цифр здесь не подойдёт; исправьте digits, range или checksum",
    "confirm_unread": "`confirm` не зачитывает `{data}`; добавьте в него `digits of {data}`",
    "one_comparison": "в случае нужно ровно одно из equals, one_of, prefix и range",
    "unreachable": "к шагу `{step}` не ведёт ни один путь; используйте его или удалите",
    "no_person": "из шага `{step}` нет пути к человеку; добавьте клавишу или `otherwise`, которые к нему ведут",
    "circle": "шаги {steps} образуют круг без выхода к человеку; добавьте выход",
    "silent_circle": "звонящий, который молчит, вечно ходит по кругу {steps}; ведите `otherwise` к человеку",
    "silent_leave": "звонящего, который молчит в `{step}`, отпускает `{leave}`; ведите `otherwise` к человеку",
}

_PHRASES: dict[Language, dict[str, str]] = {"en": EN, "ru": RU}


def sentence(problem: Problem, language: Language = "en") -> str:
    """Say a problem in a sentence, without its place."""
    return filled(_PHRASES[language], problem)


def filled(phrases: Mapping[str, str], problem: Problem) -> str:
    """Say a problem with the phrase that ``phrases`` has for it."""
    return phrases[problem.key].format_map(_Blanks(problem.values))


class _Blanks(dict[str, str]):
    """A blank that nobody filled is shown as a question mark; saying a problem must not be one."""

    def __missing__(self, name: str) -> str:
        return "?"
