"""This service and Asterisk's own ``Queue()`` side by side on one real Asterisk.

Both serve the same SIPp callers with the same phones, in turn, and Asterisk's own event clock measures them.
The story of a run, by files: ``place`` (the Asterisk), ``sides`` (who serves), ``runs`` (who calls, for how long),
``observer`` (what is seen), ``measures`` (what that means), ``figures`` (what is compared), ``report`` (what is shown).
"""
