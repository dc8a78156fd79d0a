"""Business hours, agreements on service, and when something is due."""
