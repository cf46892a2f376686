"""The book: editions and stock, orders, money, parcels."""
