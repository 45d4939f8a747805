"""Simulations by the whole engine against what is known exactly.

``chains``, ``queues``, ``orbit`` and ``days`` hold the truth and know nothing of the simulator. ``worlds`` builds what
is simulated; the files named ``..._cases``, and ``last_come``, lay a world beside its truth. ``measures`` and
``controls`` make observations of records, ``judging`` an interval and a verdict of them; ``case`` puts this together,
and ``runs`` repeats it until enough is known.
"""
