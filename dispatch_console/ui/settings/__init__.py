"""Settings by screen: what the site is, and what it works with."""
