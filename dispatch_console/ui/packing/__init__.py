"""The Packing tab: made for a scanner and a keyboard, readable from two metres."""
