"""The Schedule tab: the call desk, the week, and the customer on the phone."""
