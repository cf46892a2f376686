"""What people agree to when they ask for letters. Other words: another version, and the old one stays.

PECR 2003 reg. 22: letters need a yes that was given before, freely and for just this. So nothing is
ticked beforehand, and nobody gets in by an enquiry, an experience or an order: the exception for
charities (reg. 22 as changed by the Data (Use and Access) Act 2025) is not used.
"""

from alongside.core.wording import Wording

from .models import NewsletterSettings

LETTERS = Wording(
    version="letters-1",
    tick="Send me letters",
    says=(
        "You get letters by e-mail about what you tick here, and about nothing else.",
        "First we send you one message with a link. No letter comes before you have said yes there.",
        "Your e-mail address and your first name are kept locked. They are used for these letters alone.",
        "We do not see whether you open a letter, or what you press in it.",
        "You can leave with one press, in every letter. You can come back within 30 days. Then your "
        "address is erased.",
    ),
)

WORDINGS = {wording.version: wording for wording in (LETTERS,)}


def how_often() -> str:
    """As the founders promise it: “about once a month”."""
    settings = NewsletterSettings.current()
    return settings.how_often
