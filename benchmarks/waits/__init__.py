"""How long callers wait under load: our routing beside app_queue's orders and penalties, on the same callers.

``centre`` is the demo's centre under a load, for the engine and as app_queue's queues; ``sides`` are what is compared;
``measured`` simulates days and counts them; ``figures`` is what came of it, ``plot`` draws it.
"""
