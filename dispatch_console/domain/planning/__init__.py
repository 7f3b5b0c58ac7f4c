"""Planning: the problem of a day, its plans, what they break and cost, and what a change would do."""
