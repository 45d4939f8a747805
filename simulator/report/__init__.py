"""Pictures of a simulation or a comparison: one HTML page that needs nothing else, and PNG plots beside it."""
