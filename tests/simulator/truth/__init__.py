"""The whole engine, simulated, against what is known exactly; and the truth itself against other truths."""
