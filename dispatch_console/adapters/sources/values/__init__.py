"""What single cells say: days, hours, numbers, telephone numbers."""
