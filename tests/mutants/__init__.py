"""Changes the rules a little, one change at a time, and asks the tests whether they notice."""
