"""Join us: sealed conversations with the founders. Nothing is here yet."""
