"""How many calls a second are simulated, beside what others would take for the same callers.

``streams`` draws the callers of a round, ``peers`` are the usual models, ``single``, ``mixed`` and ``large`` the worlds
of the simulator's own runs, ``measured`` holds the watch, ``figures`` is what came of it.
"""
