"""What is done to resources and their bookings, by noun."""
