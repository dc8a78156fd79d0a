"""What in a contact points at somebody or something: numbers, addresses, subjects, goods."""
