"""The configuration of a centre: one YAML file, typed, checked as a whole before anything is used."""
