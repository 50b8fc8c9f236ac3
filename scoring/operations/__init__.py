"""Operations indicators: checks of readings, monitoring, clearing, comparison and effect."""
