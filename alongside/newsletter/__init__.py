"""Keep in touch: subscribers, letters, deliveries. Nothing is here yet."""
