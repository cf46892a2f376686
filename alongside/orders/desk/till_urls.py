"""Money: the till, statements of the bank, VAT, Gift Aid. For founders."""

from django.urls import path

from . import bank_line_views, bank_views, gift_aid_views, statement_views, till_views

urlpatterns = [
    path("till/", till_views.till, name="book_till"),
    path("till/entries/", till_views.entries, name="book_entries"),
    path("till/ledger.csv", till_views.ledger_file, name="book_ledger_file"),
    path("till/trial-balance.csv", till_views.balance_file, name="book_balance_file"),
    path("till/vat/", till_views.vat, name="book_vat"),
    path("till/vat.csv", till_views.vat_file, name="book_vat_file"),
    path("till/gift-aid/", gift_aid_views.gift_aid, name="book_gift_aid"),
    path("till/gift-aid/make/", gift_aid_views.make, name="book_gift_aid_make"),
    path("till/gift-aid/<int:pk>/", gift_aid_views.claim, name="book_gift_aid_claim"),
    path("till/gift-aid/<int:pk>/file/", gift_aid_views.file, name="book_gift_aid_file"),
    path("till/gift-aid/<int:pk>/press/", gift_aid_views.press, name="book_gift_aid_press"),
    path("bank/", bank_views.bank, name="book_bank"),
    path("bank/confirm/", bank_views.confirm, name="book_bank_confirm"),
    path("bank/settled/", bank_views.settled, name="book_bank_settled"),
    path("bank/lines/<int:pk>/", bank_line_views.line, name="book_bank_line"),
    path("bank/statements/<int:pk>/", statement_views.statement, name="book_statement"),
    path("bank/statements/<int:pk>/press/", statement_views.press, name="book_statement_press"),
]
