"""Orders: how a source tells one, the axes of its state, gates, guards and requirements."""
