"""Messages to customers: which wait, which were not sent, and what each would say."""
