"""The engine, simulated, against what queueing theory knows exactly."""
