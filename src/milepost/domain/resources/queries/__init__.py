"""What is asked about resources and their bookings."""
