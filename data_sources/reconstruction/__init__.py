"""The 2017 records rebuilt from published figures: the real ones are confidential, these are invented."""
