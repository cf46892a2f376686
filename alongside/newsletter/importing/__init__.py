"""A list of people from a file, with the proof of each that she asked.

PECR 2003 reg. 22 and UK GDPR article 7(1): we write to somebody only if we can show that she asked us to.
So a row says when she asked, and how. Who also said yes a second time, in a mail, is added. Who did not is
asked by one mail, and added when she says yes. A row without proof is nobody's yes: nothing is sent, not
even a question, for a mail that asks for consent is marketing itself (ICO, “Direct marketing by
electronic mail”). The exception for charities is not used.
"""
