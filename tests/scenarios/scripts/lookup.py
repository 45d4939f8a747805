"""Looks a caller up by number, as an owner's script written on pyst2 does."""

from asterisk.agi import AGI

CUSTOMERS = {"+74951110000": ("Anna Smirnova", "gold"), "+74952220000": ("Boris Petrov", "plain")}

agi = AGI()
name, tier = CUSTOMERS.get(agi.get_variable("CALLERID(num)"), ("", "unknown"))
agi.set_variable("CUSTOMER", name)
agi.set_variable("TIER", tier)
