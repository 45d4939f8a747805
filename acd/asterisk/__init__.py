"""The adapter to Asterisk: AMI and FastAGI on one side, facts and orders on the other. It decides nothing."""
