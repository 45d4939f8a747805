"""What showing a busy centre live costs: how old what is shown is, and what the calls notice of who looks on.

Four processes: the service as it is run in production, with a probe in its loop; the emulated PBX with its callers
(``callers``); two hundred clients that read and hardly look (``readers``); and the one that conducts them
(``rounds``). ``figures`` is what came of it.
"""
