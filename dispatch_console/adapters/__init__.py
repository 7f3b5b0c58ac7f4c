"""The outside world: files and shops, roads, solvers, senders, papers. Each adapter sees only ports and domain."""
