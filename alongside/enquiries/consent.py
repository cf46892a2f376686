"""What people agree to, word for word, with a version that is kept beside what they wrote.

UK GDPR article 9(2)(a): explicit consent to keep what is said about health. Another wording is another
version: the old one stays here as long as somebody agreed to it.
"""

from alongside.core.wording import Wording

ENQUIRY = Wording(
    version="join-us-1",
    tick="Yes, you may keep what I write here, also what it says about my health.",
    says=(
        "We keep what you write here, and how to reach you. We keep it to answer you, and for "
        "nothing else.",
        "It is locked. Only our founders can open it. The people who look after the computers cannot.",
        "It is erased 12 months after the last word between us.",
        "You can take back your yes at any time. Come back with your six words and press Erase. "
        "Or ask a founder. All of it is then erased at once.",
        "You do not have to say yes. Without it we cannot take in your message. The numbers on this "
        "page are there for you all the same.",
    ),
)

DEATH = Wording(
    version="died-1",
    tick="Yes, you may keep what I write here about me and my family.",
    says=(
        "You only need this if you tell us more than an e-mail address.",
        "It is locked. Only our founders can open it. It is erased 12 months after the last word "
        "between us, or as soon as you ask.",
    ),
)

SPOKEN = Wording(
    version="spoken-1",
    tick="She said yes, or wrote that she agrees",
    says=(
        "We keep what you tell us, also what you say about your health, to answer you.",
        "It is locked, so that only the founders can read it.",
        "It is erased 12 months after the last word between us, or as soon as you ask.",
        "Is that all right?",
    ),
)
"""Read out by a founder who writes down a call or a letter."""

WORDINGS = {wording.version: wording for wording in (ENQUIRY, DEATH, SPOKEN)}
