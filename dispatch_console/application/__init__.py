"""What one can do (operations) and what one can see (queries): plain functions on a transaction or a session."""
