"""What is kept on disk: the journal of facts and orders."""
