"""Type sizes of the stations that are read from two metres away: packing and load-out."""

BASE = 20
COUNT = 60
