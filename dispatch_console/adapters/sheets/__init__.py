"""Signed sheets as pictures: found by their code, straightened by their marks, and each box looked at."""
