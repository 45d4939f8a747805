"""Simulated days: the production engine under SimPy's clock, from a world to the records of its calls."""
