"""What is noted at a door: the way in, and what its people allowed."""
