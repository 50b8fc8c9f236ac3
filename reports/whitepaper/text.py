"""Where the templates of the white paper lie."""

from pathlib import Path

TEXTS = Path(__file__).parent / "texts"
