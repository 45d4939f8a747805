"""From the records of simulated days to figures with their intervals."""
