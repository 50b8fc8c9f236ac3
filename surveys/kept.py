"""The questionnaire that a run keeps."""

KEPT = "questionnaire.toml"
"""Its name, beside the rulebook that the run keeps."""
