"""Numbers that come from outside."""

LARGEST = 2**63 - 1  # what the databases can compare an id with


def read_number(typed: str) -> int:
    """The number of a row as somebody sent it; 0, which no row has, for anything else."""
    if not typed.isascii() or not typed.isdigit() or len(typed) > 19:
        return 0
    number = int(typed)
    return number if number <= LARGEST else 0
