"""What the tags of OpenStreetMap allow: which van may drive a way, pass a node or take a turn, and when.

Source: wiki.openstreetmap.org, Key:access, Key:barrier, Conditional restrictions, Key:oneway, Relation:restriction.
"""
