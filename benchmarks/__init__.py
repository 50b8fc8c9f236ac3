"""Measured comparisons. Every figure is a ratio taken within one run on one machine; nothing here asserts a time."""
