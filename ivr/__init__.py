"""Menu trees: what a caller hears, chooses and gives before an agent is looked for. No sockets and no clock.

``reading`` turns the plain mappings of a configuration into ``model``, ``check`` says what is wrong with a
tree, ``interpreter`` leads one caller through it, ``prompts`` knows the recordings.
"""
