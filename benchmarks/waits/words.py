"""What the benchmark of waits says, in English and in Russian. Both have the same keys and the same blanks."""

from acd.words import Language

EN = {
    "title": "Waits under load: {calls} calls an hour at load 1, {days} days",
    "load": "load",
    "measure": "measure",
    "wait_mean_s": "wait, s",
    "wait_p90_s": "90 %, s",
    "wait_worst_s": "worst, s",
    "abandoned_share": "hung up, %",
    "service_level": "service, %",
    "fluent_share": "fluent, %",
    "billing_level": "level",
    "acd": "ours",
    "app_queue": "app_queue",
    "app_queue_best": "app_queue, at its best",
    "app_queue_others": "app_queue, other strategies and penalties",
    "difference": "difference",
    "penalties_none": "no penalties",
    "penalties_order": "penalties",
    "penalties_steps": "penalties in steps",
    "chosen": "app_queue at {load}: {best}; with our wishes: {steps}",
    "meaning": "Ours less app_queue, same callers day by day; * for certain: its 95 % interval (±) does not hold 0. "
    "app_queue is what waited least of {count} ways to configure it; with our wishes: of those with penalties in "
    "steps. 90 %: so many waited no longer. Worst: the mean of the type of callers who wait longest. Fluent: of "
    "support, answered by who knows the language at level 9 or 10. Level: in billing, of who answered.",
    "verdict": "Ours is for certain better / worse, at so many of {loads} loads",
    "than_best": "than app_queue",
    "than_steps": "than it with our wishes",
    "simulating": "load {load}",
    "not_written": "{file} cannot be written: {why}",
    "plot_title": "The demo centre under load, same callers",
    "plot_load": "load (1: all that the agents can do)",
    "plot_wait_mean_s": "mean wait, s",
    "plot_wait_p90_s": "90 % waited at most, s",
    "plot_wait_worst_s": "mean wait of the worst served, s",
    "plot_abandoned_share": "hung up, %",
    "plot_service_level": "service level, %",
    "plot_fluent_share": "support by fluent speakers, %",
    "help": "Compare waits under load with app_queue's, simulated on the same callers: the demo's centre, load 0.7 to "
    "1.3.",
    "help_quick": "Three loads and few days: half a minute instead of some ten.",
    "help_json": "End with all figures as one JSON object on the last line.",
    "help_plot": "Draw the figures into this file (.svg or .png).",
    "help_jobs": "How many processes; otherwise one for each core. They change nothing of the figures.",
}

RU = {
    "title": "Ожидание под нагрузкой: {calls} звонков в час при нагрузке 1, дней: {days}",
    "load": "нагрузка",
    "measure": "показатель",
    "wait_mean_s": "ждали, с",
    "wait_p90_s": "90 %, с",
    "wait_worst_s": "худшие, с",
    "abandoned_share": "потери, %",
    "service_level": "сервис, %",
    "fluent_share": "язык, %",
    "billing_level": "уровень",
    "acd": "у нас",
    "app_queue": "app_queue",
    "app_queue_best": "app_queue, лучшая настройка",
    "app_queue_others": "app_queue, другие стратегии и штрафы",
    "difference": "разность",
    "penalties_none": "без штрафов",
    "penalties_order": "штрафы",
    "penalties_steps": "штрафы по шагам",
    "chosen": "app_queue при {load}: {best}; с нашими пожеланиями: {steps}",
    "meaning": "У нас минус app_queue, те же звонящие, день за днём; * достоверно: 95 % интервал (±) не содержит 0. "
    "app_queue — где ждали меньше всего из {count} настроек; с нашими пожеланиями — из настроек со штрафами по шагам. "
    "90 %: столько ждали не дольше. Худшие: в среднем тот вид звонящих, который ждёт дольше всех. Язык: в поддержке "
    "ответил тот, кто знает язык на 9 или 10. Уровень: в счетах, у ответившего.",
    "verdict": "У нас достоверно лучше / хуже, при скольких из {loads} нагрузок",
    "than_best": "чем app_queue",
    "than_steps": "чем она с нашими пожеланиями",
    "simulating": "нагрузка {load}",
    "not_written": "файл {file} не пишется: {why}",
    "plot_title": "Демоцентр под нагрузкой, те же звонящие",
    "plot_load": "нагрузка (1: всё, что могут агенты)",
    "plot_wait_mean_s": "среднее ожидание, с",
    "plot_wait_p90_s": "90 % ждали не дольше, с",
    "plot_wait_worst_s": "ожидание худшего вида, с",
    "plot_abandoned_share": "положили трубку, %",
    "plot_service_level": "уровень сервиса, %",
    "plot_fluent_share": "поддержка со свободным языком, %",
    "help": "Сравнить ожидание под нагрузкой с app_queue в имитации на тех же звонящих: демоцентр, нагрузка от 0.7 до "
    "1.3.",
    "help_quick": "Три нагрузки и мало дней: полминуты вместо примерно десяти.",
    "help_json": "Закончить одним объектом JSON со всеми числами на последней строке.",
    "help_plot": "Нарисовать показатели в этот файл (.svg или .png).",
    "help_jobs": "Сколько процессов; иначе по одному на ядро. На числа это не влияет.",
}


def say(key: str, language: Language, **values: object) -> str:
    """Say ``key`` in ``language`` with its blanks filled."""
    return (RU if language == "ru" else EN)[key].format_map(values)
