"""What each word of a scenario means, for the editor in which somebody writes one; by model, then by word."""

from acd.config.described import DESCRIPTIONS as OF_A_CENTRE

_PERIODS = "one value for each period of the day"
_LASTING = "A distribution; or `by_period`, or `by_group` and `otherwise`."
_HOLDS = "As in a production file; beside a `centre` what is written here holds instead."

OF_A_SCENARIO: dict[str, dict[str, str]] = {
    "ScenarioPart": {
        "scenario": "What it is called in results.",
        "centre": "A production file whose queues, rules, skills and agents are simulated; a path from this file.",
        "days": "How many days are simulated, or runs of a steady state, unless the command line says it.",
        "seed": "Where chance begins: the same seed gives the same callers.",
        "day": "A day that starts empty, or else `steady`.",
        "steady": "A steady state, or else `day`.",
        "threshold": "Calls are to be answered within this time; by default within their queue's `answer_within`.",
        "quick": "Calls abandoned within this time do not count against the service level; by default `threshold`.",
        "target": "The share of calls to be answered in time.",
        "service_level": "The name of its formula.",
        "busyness": "By which factor all calls of a day are more or fewer; its mean is 1.",
        "ring": "How long a phone rings until its agent answers; at once, unless it is said.",
        "lines": "How many calls there may be at a time; one more is blocked.",
        "types": "Who calls, by name.",
        "groups": "Who answers, by name; of a `centre` all agents do, unless it is said.",
        "queues": f"Rules of queues. {_HOLDS}",
        "turns": f"Whose turn it is, over all queues. {_HOLDS}",
        "misses": f"How long an agent is offered nothing after an offer that came to nothing. {_HOLDS}",
        "misses_to_pause": "After so many missed offers in a row an agent is paused for the day; by default never.",
        "occupancy_window": f"The time over which occupancy is measured, for `choose: least-occupied`. {_HOLDS}",
    },
    "DayPart": {
        "hours": "From the first call that may come to the last: `08:00-20:00`, or `open` for the whole day.",
        "period": "How long a period is; the day is a whole number of them.",
    },
    "SteadyPart": {
        "warm_up": "What is not counted at the beginning, when nobody waits yet.",
        "length": "What counts after that.",
        "batches": "Into how many parts it is divided, whose means are compared for the intervals.",
    },
    "ByPeriodPart": {"by_period": f"By the period in which the call came: {_PERIODS}."},
    "ByGroupPart": {
        "by_group": "By the group of the agent who answers: a distribution, or `by_period`.",
        "otherwise": "For every group that is not named.",
    },
    "RetrialsPart": {
        "probability": "The share of those who abandon that calls again.",
        "after": "How long after they hung up.",
        "most": "How often the same caller calls again at most.",
    },
    "ArrivalsPart": {
        "rate": "The same all day: `100 per 30 min`.",
        "rates": f"Rates by period: {_PERIODS}.",
        "per_period": f"The mean number of calls: {_PERIODS}.",
        "counts": f"What was counted on observed days, a list a day, with {_PERIODS}; each simulated day takes one.",
        "calls": "Moments from a file, the same every day.",
    },
    "MomentsPart": {
        "file": "A CSV file with a first row that names its columns; a path from this file.",
        "column": "The column with the moments.",
        "unit": "Its unit: `clock` for times of the day like 09:30:15, or s, min, h from the beginning.",
    },
    "TypePart": {
        "arrivals": "When they call: a rate, a list of numbers by period, or one of the words below.",
        "handling": f"How long an agent talks to them. {_LASTING}",
        "wrap_up": f"How long the agent works on afterwards. {_LASTING} By default that of the agents of a `centre`.",
        "patience": "How long they wait before they hang up; for ever, unless it is said.",
        "balking": "The share that hangs up at once when there is a wait.",
        "retrials": "Who calls again after hanging up.",
        "busyness": "By which further factor the calls of this type are more or fewer on a day; its mean is 1.",
        "queue": "Which of `queues`, or of those of the `centre`; by default the one called like the type.",
        "needs": 'What is asked of an agent beside the queue\'s needs: levels by skill, or a text like "ru >= 5".',
        "priority": "0 to 100; calls with a higher one are served first, up to what `turns` says a point is worth.",
        "language": "What the caller speaks, for needs with `{language}`.",
        "topic": "What the call is about, for needs with `{topic}`.",
        "data": "What a menu would know of the call, for needs and credits.",
        "threshold": "Its own time within which calls are to be answered.",
        "quick": "Its own time within which abandoned calls do not count.",
    },
    "ShiftPart": {
        "hours": "From when to when, or a list of such parts.",
        "agents": "How many work this shift; 1 unless it is said.",
        "who": "Which agents of the group work this shift.",
        "breaks": "From when to when nobody of this shift takes calls; a call in progress is finished first.",
    },
    "GroupPart": {
        "skills": "New agents with these skills, 1 to 10.",
        "like": "New agents with the skills and the wrap-up of this agent of the `centre`.",
        "who": "These agents of the `centre`, or `all` whom no other group names.",
        "agents": f"How many are at work: a number, or {_PERIODS}.",
        "shifts": "Who works when.",
    },
}

DESCRIPTIONS = {**OF_A_CENTRE, **OF_A_SCENARIO}
