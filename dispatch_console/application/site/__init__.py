"""The site: depots with their hours and time zone, and delivery zones."""
