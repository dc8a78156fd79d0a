"""Who a contact is from, and which case it belongs to."""
