"""Phones of drivers: who may, what they show, what they say was done."""
