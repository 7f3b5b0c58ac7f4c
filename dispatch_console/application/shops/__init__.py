"""What live order systems are to be told, and what they are asked again."""
