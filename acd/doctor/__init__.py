"""The doctor: looks at an owner's Asterisk and says what is missing or wrong, and the line that mends it."""
