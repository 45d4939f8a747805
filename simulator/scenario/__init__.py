"""Scenarios: what a planner writes in YAML, read and checked into a :class:`simulator.days.world.World`."""
