"""Asterisk's own Queue(), simulated on the same callers, to be compared with the engine.

What it does was read in app_queue.c and ``queues.conf.sample`` of Asterisk, and is told here in its own words:

- A queue is a line in the order of QUEUE_PRIO, then of arrival. Nobody wakes a caller: each looks for itself when it
  comes and then once a second, and it is its turn if it is among the first as many as members are available
  (``autofill``; with ``ringall`` only the first). Whose turn it is tries its members at once; where none could be
  called, it looks again after ``retry``.
- Which member: the lowest penalty first, and among equals by the strategy. ``limits`` are the rules of
  ``queuerules.conf``, by which members of higher penalty come into question only after some time.
- Between queues there is no order: an agent in several of them goes to whoever looks first; a higher ``weight`` comes
  first while its callers are at least as many as its available members.
- ``shared_lastcall``: the wrap-up and the last call of a member count in all queues.

Not simulated: ringing (members answer at once, as in the worlds beside it), ``autofill=no``, ``wrandom``, joining and
leaving when empty, announcements (a caller who hears one looks later), timeouts of the queue, and the load on the PBX,
under which looks come late. Whole seconds of wrap-up and penalties' limits are exact here, which does app_queue a
favour.
"""

from simulator.app_queue.day import records_of_day
from simulator.app_queue.settings import BadQueues, Line, Member, Queues, Strategy

__all__ = ["BadQueues", "Line", "Member", "Queues", "Strategy", "records_of_day"]
