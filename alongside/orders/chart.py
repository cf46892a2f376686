"""The chart of accounts: for the accountant a code and a name, for the founder a sentence."""

from dataclasses import dataclass

from .models import Account


@dataclass(frozen=True)
class Line:
    """code: as in the default chart of Sage 50 (UK), so that an accountant knows it; any other will do."""

    code: str
    about: str


CHART = {
    Account.BUYERS: Line("1100", "what buyers paid and we have not earned, or owe us for a book"),
    Account.BANK: Line("1200", "money for the book that came to the bank, less what left it"),
    Account.STRIPE: Line("1220", "what Stripe holds for us, until it sends it to the bank"),
    Account.CASH: Line("1230", "cash, and cheques that are not paid in yet"),
    Account.FORWARD: Line("2110", "copies that people paid forward and nobody has had yet"),
    Account.VAT: Line("2200", "VAT in what was sold; it belongs to HMRC"),
    Account.SALES_ZERO: Line("4000", "books sold"),
    Account.SALES_STANDARD: Line("4010", "things to write in sold, without their VAT"),
    Account.POSTAGE_ZERO: Line("4905", "postage charged for books"),
    Account.POSTAGE_STANDARD: Line("4906", "postage charged for things to write in, without VAT"),
    Account.GIFTS: Line("4920", "gifts that came with an order"),
    Account.CARRIED: Line("3200", "earned and spent in years that are forgotten"),
    Account.FEES: Line("7901", "what Stripe keeps for each payment by card"),
    Account.WRITTEN_OFF: Line("8100", "what buyers owed and will not pay"),
}


def code_of(account: str) -> str:
    return CHART[Account(account)].code


def account_of(code: str) -> Account:
    """Raises KeyError."""
    return {line.code: account for account, line in CHART.items()}[code]
