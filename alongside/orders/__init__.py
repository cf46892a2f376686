"""The book: products, orders, payments, dispatch. Nothing is here yet."""
