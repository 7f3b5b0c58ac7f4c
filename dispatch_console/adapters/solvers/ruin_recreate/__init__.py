"""Our own search, in C behind ctypes: ruin by adjacent strings, greedy recreation, simulated annealing."""
