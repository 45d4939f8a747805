"""The centre as others see it this second: views, changes with numbers, and what is encoded once for all."""
