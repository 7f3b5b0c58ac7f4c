"""What customers do over the web, and what customer service answers."""
