"""The rules of a queue as the engine reads them at every step, for compiled code a tenth of the work.

Rules are records that other libraries build, and to read one of their fields takes a search by name. What is asked of
each call's queue, some thirty times, is therefore laid out here once, when the rules are taken.
"""

from acd.engine.rules import QueueRules


class Queue:
    """What :class:`~acd.engine.rules.QueueRules` say, under the same names; the others are in ``rules``.

    ``by_load`` is whether anything about calls that wait here depends on the load.
    """

    __slots__ = (
        "announce", "answer_within_s", "at_closing", "by_load", "choice", "closed_exit", "confirm", "credits",
        "deflect", "full_exit", "last_agent", "longest_wait_exit", "longest_wait_s", "most_waiting", "name", "overflow",
        "personal", "priority", "ring_at_once", "ring_s", "rules", "steps", "title", "weight",
    )  # fmt: skip

    def __init__(self, rules: QueueRules) -> None:
        self.rules = rules
        self.name = rules.name
        self.title = rules.title
        self.steps = rules.steps
        self.priority = rules.priority
        self.weight = rules.weight
        self.credits = rules.credits
        self.choice = rules.choice
        self.ring_at_once = rules.ring_at_once
        self.personal = rules.personal
        self.last_agent = rules.last_agent
        self.ring_s = rules.ring_s
        self.answer_within_s = rules.answer_within_s
        self.longest_wait_s = rules.longest_wait_s
        self.longest_wait_exit = rules.longest_wait_exit
        self.most_waiting = rules.most_waiting
        self.full_exit = rules.full_exit
        self.overflow = rules.overflow
        self.deflect = rules.deflect
        self.closed_exit = rules.closed_exit
        self.at_closing = rules.at_closing
        self.announce = rules.announce
        self.confirm = rules.confirm
        bounds = [step.when for step in rules.steps] + [rule.when for rule in rules.overflow]
        self.by_load = any(when.by_load for when in bounds)
