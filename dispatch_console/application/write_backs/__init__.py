"""What live order systems are to be told."""
