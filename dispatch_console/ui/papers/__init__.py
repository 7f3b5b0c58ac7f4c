"""Papers of a day: looked at, printed, sent by e-mail."""
