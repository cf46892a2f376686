"""What people agree to when they tell us something (UK GDPR art. 9(2)(a)). Other words: another version."""

from alongside.core.wording import Wording

COUNT = Wording(
    version="share-1",
    tick="Count me. You may keep what I told you and count it with what others told you.",
    says=(
        "Only numbers about many people together are shown. Small numbers are hidden, so that nobody "
        "can be picked out.",
    ),
)
QUOTE = Wording(
    version="share-1",
    tick="Quote me. You may keep my words on page 12 and show them on this website, word for word.",
    says=(
        "A moderator reads them first. She may cut out what could show who somebody is. She changes "
        "nothing else. They stay until you take them back.",
    ),
)
WRITE_BACK = Wording(
    version="share-1",
    tick="Write back to me. You may keep my e-mail address and ask me a question.",
    says=("Your address is locked. It is used for nothing else, and never shown.",),
)
FOR_ALL = (
    "What you write in your own words is locked. Only our founders and moderators can open it. The "
    "people who look after the computers cannot.",
    "Your own words are erased 90 days after a moderator has decided. What we count is kept for 10 "
    "years.",
    "You can take back each yes at any time with your six words. What was quoted is then gone at once. "
    "Numbers change with the next set of figures.",
    "You do not have to say yes to anything. Nobody is treated differently.",
)
"""Stands above all three."""

VERSION = COUNT.version
NOTHING_AGREED = (
    "You agreed neither that we count it nor that we quote it. Then we could do nothing with what you "
    "told us, and the law does not let us keep it. Please tick one of the two, or close this page: "
    "nothing was sent."
)
