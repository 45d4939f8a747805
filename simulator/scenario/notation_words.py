"""What is said about units, distributions and arrivals that cannot be read, in English and in Russian.

The keys are the types of the errors that pydantic collects; the blanks are filled from the errors' contexts.
"""

import reprlib

from pydantic_core import PydanticCustomError

LONGEST_SHOWN = 64

EN = {
    "no_duration": "`{got}` is not a duration; write a number with its unit, like 178 s, 3 min or 1.5 h",
    "no_unit": "`{got}` has no unit; write it like {got} s, {got} min or {got} h",
    "no_rate": "`{got}` is not a rate; write a number per time, like 100 per 30 min, 4.2 per min or 0.5/min",
    "no_share": "`{got}` is not a share; write it like 80 % or 0.8",
    "beyond_share": "`{got}` is not within 0 and 1, that is 0 % and 100 %",
    "below_zero": "`{got}` is below zero; 0 or more is expected",
    "not_above_zero": "`{got}` is not above zero; for what takes no time, write 0 alone",
    "never_ends": "`{got}` is so rare that this would never end; more is expected",
    "too_much": "`{got}` is too much here; at most {limit} is expected",
    "no_figure": "`{got}` is not a number from {low} to {high}",
    "no_whole_number": "`{got}` is not a whole number from {low} to {high}",
    "no_distribution": "`{got}` is not a distribution; write it like `exponential, mean 2 min`, with one of {known}; "
    "a duration like 3 min is fixed",
    "one_distribution": "one distribution is expected here, not {count}; one of {known}",
    "no_busyness": "`{got}` is not a factor of the day; write it like `gamma, sd 0.3`; the mean is 1",
    "wrong_words": "`{kind}` is written with {ways}, not with `{got}`",
    "kind_alone": "`{kind}` alone says too little; it is written with {ways}. Within braces a text with commas "
    "stands in quotes",
    "twice_in_text": "`{word}` stands twice in `{got}`; delete one",
    "median_not_below": "the median, {median}, is above the mean, {mean}; of a lognormal distribution it is below",
    "spread_too_wide": "this varies too much: the standard deviation is more than {limit} times the mean",
    "wrong_way_round": "`from` is above `to` here; the smaller comes first",
    "too_busy": "`{got}` varies too much for a factor of the day; a standard deviation of at most {limit} is expected",
    "no_values": "there are no values here; at least one is expected",
    "too_many_values": "there are more than {limit} values here; give fewer",
    "too_many_counted": "there are more than {limit} calls in a period of an observed day; give fewer",
    "file_unread": "`{got}` cannot be read; check the path, which counts from the folder of the scenario",
    "file_outside": "`{got}` leads out of the folder of the scenario; move the file into it, or give its whole path",
    "table_too_large": "`{got}` is larger than {limit} MB; give a part of it",
    "no_column": "`{file}` has no column `{got}`; known: {known}",
    "bad_cell": "line {line} of `{file}`: `{got}` is not a number of 0 or more in a column of {unit}",
    "bad_clock": "line {line} of `{file}`: `{got}` is not a time of the day like 09:30:15, or is before opening",
    "no_unit_of_column": "`{got}` is not a unit of a column; known: {known}",
}

RU = {
    "no_duration": "`{got}` не длительность; напишите число с единицей, например 178 s, 3 min или 1.5 h",
    "no_unit": "у `{got}` нет единицы; напишите, например, {got} s, {got} min или {got} h",
    "no_rate": "`{got}` не частота; напишите число за время, например 100 per 30 min, 4.2 per min или 0.5/min",
    "no_share": "`{got}` не доля; напишите, например, 80 % или 0.8",
    "beyond_share": "`{got}` не в пределах от 0 до 1, то есть от 0 % до 100 %",
    "below_zero": "`{got}` меньше нуля; ожидается 0 или больше",
    "not_above_zero": "`{got}` не больше нуля; для того, что не занимает времени, напишите просто 0",
    "never_ends": "`{got}` так редко, что это никогда не кончится; ожидается больше",
    "too_much": "`{got}` здесь слишком много; ожидается не больше {limit}",
    "no_figure": "`{got}` не число от {low} до {high}",
    "no_whole_number": "`{got}` не целое число от {low} до {high}",
    "no_distribution": "`{got}` не распределение; напишите, например, `exponential, mean 2 min`, взяв одно из {known}; "
    "длительность вроде 3 min постоянна",
    "one_distribution": "здесь ожидается одно распределение, а не {count}; одно из {known}",
    "no_busyness": "`{got}` не множитель дня; напишите, например, `gamma, sd 0.3`; среднее равно 1",
    "wrong_words": "`{kind}` пишется так: {ways}, а не так: `{got}`",
    "kind_alone": "одного `{kind}` мало; пишется так: {ways}. Внутри скобок текст с запятыми ставится в кавычки",
    "twice_in_text": "`{word}` стоит дважды в `{got}`; удалите одно",
    "median_not_below": "медиана {median} больше среднего {mean}; у логнормального распределения она меньше",
    "spread_too_wide": "разброс слишком велик: стандартное отклонение больше среднего более чем в {limit} раз",
    "wrong_way_round": "здесь `from` больше, чем `to`; меньшее идёт первым",
    "too_busy": "`{got}` слишком большой разброс для множителя дня; ожидается стандартное отклонение не больше {limit}",
    "no_values": "здесь нет значений; нужно хотя бы одно",
    "too_many_values": "здесь больше {limit} значений; дайте меньше",
    "too_many_counted": "в одном периоде дня больше {limit} звонков; дайте меньше",
    "file_unread": "`{got}` не читается; проверьте путь, он считается от папки сценария",
    "file_outside": "`{got}` ведёт за пределы папки сценария; перенесите файл в неё или укажите полный путь",
    "table_too_large": "`{got}` больше {limit} МБ; дайте его часть",
    "no_column": "в `{file}` нет столбца `{got}`; есть: {known}",
    "bad_cell": "строка {line} в `{file}`: `{got}` не число от 0 в столбце, где единица {unit}",
    "bad_clock": "строка {line} в `{file}`: `{got}` не время суток вроде 09:30:15, или оно до открытия",
    "no_unit_of_column": "`{got}` не единица столбца; известны: {known}",
}


def shown(raw: object) -> str:
    """Show what was read, in short and in one line, whatever it is."""
    text = "".join(letter if letter.isprintable() else "?" for letter in _text(raw)[: LONGEST_SHOWN + 1])
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 3]}..."


def _text(raw: object) -> str:
    if isinstance(raw, int) and raw.bit_length() > 64:  # str() refuses the longest ones
        return hex(raw)
    return raw if isinstance(raw, str) else reprlib.repr(raw)  # lists may be long, and deep


def refuse(key: str, raw: object = "", **values: object) -> PydanticCustomError:
    """Make the refusal (a ``ValueError``) whose phrase is ``key``; its text is the English sentence."""
    context = {"got": shown(raw), **{name: str(value) for name, value in values.items()}}
    return PydanticCustomError(key, EN[key], context)
