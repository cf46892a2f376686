"""What needs a founder today. It reads from every room and is read by none."""
