"""Commands killed at random moments, and what they leave: `python -m benchmarks.kills`."""
