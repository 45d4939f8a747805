"""How long one decision of the engine takes, how that grows with the centre, and what a waiting call weighs.

The engine runs alone, told facts as production tells them: ``centre`` is the centre and who calls it, ``world`` lets
its day happen and holds the watch, ``figures`` is what came of it.
"""
