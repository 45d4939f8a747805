"""Alerts: rules over what is measured in the centre, what they raise, and who hears of it."""
