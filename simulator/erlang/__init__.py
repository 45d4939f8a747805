"""The closed formulas of waiting: Erlang B, C and A, square-root staffing, and what each needs for a target.

The simulator is checked against them, and a planner asks them for a first answer. Durations are seconds, rates are
calls a second, load is erlangs (rate times mean handling time). Agents and lines are whole numbers, because nobody
employs half an agent: 2.5 is refused. Whatever is impossible is refused in one sentence (:class:`Refused`).

``blocking`` is Erlang B and a limited queue, ``delay`` Erlang C, ``patience`` Erlang A; ``staffing`` is the square
root rule, and ``inverse`` finds the least number of agents or the greatest rate for a target.
"""

from simulator.erlang.blocking import LimitedQueue, erlang_b, limited_queue
from simulator.erlang.delay import erlang_c
from simulator.erlang.patience import WaitingLine, waiting_line
from simulator.erlang.refused import Refused

__all__ = ["LimitedQueue", "Refused", "WaitingLine", "erlang_b", "erlang_c", "limited_queue", "waiting_line"]
