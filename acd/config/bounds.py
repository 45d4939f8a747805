"""Whether the bounds of a queue can ever matter, in the order in which they are written, and where calls end up."""

from collections.abc import Iterator, Mapping, Sequence

from acd.config.model import CentrePart
from acd.config.queue_model import BoundsPart, LoadPart, PatiencePart, QueuePart, StepPart
from ivr.problems import Path as Place
from ivr.problems import Problem

BOUNDS = ("after", "expected_wait", "waiting", "signed_in")


def check_bounds(part: CentrePart) -> Iterator[Problem]:
    """Return everything by which a rule of a queue could never be what it says."""
    for name, queue in part.queues.items():
        for problem in check_queue(queue):
            yield Problem(("queues", name, *problem.path), problem.key, problem.values, problem.severity)
    yield from queue_circles(part)


def check_queue(queue: QueuePart) -> Iterator[Problem]:
    """Return what is wrong within one queue; places begin within it."""
    yield from shape_of_needs(queue)
    yield from unbounded(queue)
    yield from steps_in_order(queue)
    yield from overflows_in_order(queue)
    yield from deflections_in_order(queue)
    yield from never_crossed(queue)
    yield from patience(queue)
    yield from hanging_up(queue)


def shape_of_needs(queue: QueuePart) -> Iterator[Problem]:
    """The first of a list is the need itself, all others are steps."""
    for number, each in enumerate(queue.needs if isinstance(queue.needs, list) else []):
        if isinstance(each, StepPart) is not (number > 0):
            yield Problem(("needs", number), "step_expected" if number else "need_expected")


def rules_of(queue: QueuePart) -> Iterator[tuple[Place, LoadPart]]:
    """Every rule of the queue that has bounds, with its place."""
    yield from ((("needs", number), step) for number, step in enumerate(queue.steps, 1))
    yield from ((("overflow", number), way) for number, way in enumerate(queue.overflow))
    yield from ((("deflect", number), way) for number, way in enumerate(queue.deflect))


def bounds_in(rule: LoadPart) -> dict[str, float]:
    """Return the bounds that a rule sets, by the words they are written with."""
    return {word: bound for word in BOUNDS if (bound := getattr(rule, word, None)) is not None}


def not_later(word: str, bound: float, other: float) -> bool:
    """Whether ``bound`` is crossed no later than ``other``: fewer agents come after more, all else counts up."""
    return bound >= other if word == "signed_in" else bound <= other


def shown(word: str, bound: float) -> str:
    """Write a bound as people do."""
    return f"{bound:g}s" if word in ("after", "expected_wait") else f"{bound:g}"


def unbounded(queue: QueuePart) -> Iterator[Problem]:
    """Rules that say no bound, so nobody knows when they apply."""
    for place, rule in rules_of(queue):
        if not bounds_in(rule):
            known = BOUNDS if isinstance(rule, BoundsPart) else BOUNDS[1:]
            yield Problem(place, "no_bound", {"known": ", ".join(known)})


def steps_in_order(queue: QueuePart) -> Iterator[Problem]:
    """Steps whose bound is crossed no later than that of a step before: the earlier one would never be alone."""
    for number, step in enumerate(queue.steps, 1):
        for word, bound in bounds_in(step).items():
            before = [each for other in queue.steps[: number - 1] if (each := bounds_in(other).get(word)) is not None]
            if any(not_later(word, bound, each) for each in before):
                values = {"word": word, "bound": shown(word, bound), "before": shown(word, before[-1])}
                yield Problem(("needs", number, word), "step_order", values)


def overflows_in_order(queue: QueuePart) -> Iterator[Problem]:
    """Overflows whose bound another one crosses before: it has taken every caller by then, unless it only asks."""
    taking = [(number, bounds_in(way)) for number, way in enumerate(queue.overflow) if way.then.go != "callback"]
    for number, way in enumerate(queue.overflow):
        others = [(before > number, bounds) for before, bounds in taking if before != number]
        yield from never_taken(("overflow", number), bounds_in(way), others)


def deflections_in_order(queue: QueuePart) -> Iterator[Problem]:
    """Deflections whose bound one before has already: the first that fits is taken."""
    for number, way in enumerate(queue.deflect):
        others = [(False, bounds_in(other)) for other in queue.deflect[:number]]
        yield from never_taken(("deflect", number), bounds_in(way), others)


def never_taken(
    place: Place, rule: Mapping[str, float], others: Sequence[tuple[bool, Mapping[str, float]]]
) -> Iterator[Problem]:
    """Bounds of a rule that another one crosses first; of equal ones, that is the one which is not written later."""
    for word, bound in rule.items():
        for is_later, other in others:
            earlier = other.get(word)
            if earlier is None or not not_later(word, earlier, bound) or (is_later and earlier == bound):
                continue
            yield Problem((*place, word), "never_taken", {"bound": shown(word, bound), "before": shown(word, earlier)})
            break


def never_crossed(queue: QueuePart) -> Iterator[Problem]:
    """Bounds that another limit of the queue is before: the longest wait, or how many may wait."""
    for place, rule in rules_of(queue):
        bounds = bounds_in(rule)
        if bounds.get("after", -1.0) >= queue.longest_wait.after:
            values = {"bound": shown("after", bounds["after"]), "limit": shown("after", queue.longest_wait.after)}
            yield Problem((*place, "after"), "after_longest_wait", values)
        if bounds.get("waiting", -1.0) >= queue.full.at:
            values = {"bound": shown("waiting", bounds["waiting"]), "limit": str(queue.full.at)}
            yield Problem((*place, "waiting"), "more_than_full", values)


def patience(queue: QueuePart) -> Iterator[Problem]:
    """Waits for one certain agent that end after the longest wait: nobody else would ever be asked."""
    for rule, wait in (("personal", queue.personal), ("last_agent", queue.last_agent)):
        written = wait.wait if wait is not None else PatiencePart()
        for word in PatiencePart.model_fields:
            bound: float = getattr(written, word)
            if word in written.model_fields_set and bound >= queue.longest_wait.after:
                values = {"bound": shown("after", bound), "limit": shown("after", queue.longest_wait.after)}
                yield Problem((rule, "wait", word), "after_longest_wait", values)


def hanging_up(queue: QueuePart) -> Iterator[Problem]:
    """Callers who could wait are never sent away without being offered a callback."""
    for rule, ways in (("overflow", queue.overflow), ("deflect", queue.deflect)):
        for number, way in enumerate(ways):
            if way.then.go == "hangup":
                yield Problem((rule, number, "then"), "hangs_up", {"rule": rule})


def queue_circles(part: CentrePart) -> Iterator[Problem]:
    """Ways out that lead back to the queue they began in: nobody is sent round and round; each circle once."""
    listed: set[str] = set()
    for name in part.queues:
        circle = [] if name in listed else way_back(part, name)
        if circle:
            listed.update(queue for queue, _ in circle)
            values = {"queues": ", ".join([*(queue for queue, _ in circle), name])}
            yield Problem(("queues", name, *circle[0][1], "then"), "queue_circle", values)


def way_back(part: CentrePart, name: str) -> list[tuple[str, Place]]:
    """Return the shortest way of two or more queues from ``name`` back to it: the queues, and where they are left."""
    ways: list[list[tuple[str, Place]]] = [[(name, place)] for place, _ in onward(part, name)]
    ends = [target for _, target in onward(part, name)]
    met: set[str] = set()
    while ways:
        way, end = ways.pop(0), ends.pop(0)
        if end == name:
            return way
        if end not in met:
            met.add(end)
            following = list(onward(part, end))
            ways += [[*way, (end, place)] for place, _ in following]
            ends += [target for _, target in following]
    return []


def onward(part: CentrePart, name: str) -> Iterator[tuple[Place, str]]:
    """The ways out of a queue to other queues: where they are written, and which."""
    queue = part.queues.get(name)
    for place, way in queue.ways() if queue is not None else ():
        if way.then.go == "queue" and way.then.target != name:
            yield place, way.then.target
