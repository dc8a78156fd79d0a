"""`make bench`: what a contact and an order event cost in calls, units, money, CPU and starting."""
