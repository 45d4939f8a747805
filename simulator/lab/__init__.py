"""A real Asterisk in a folder of its own, with phones and callers around it (root and a Debian needed)."""
