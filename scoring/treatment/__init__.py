"""Figures before they are normalised: pure functions of vectors, a file per stage.

impute     figures that a unit does not have
winsorise  outliers
transform  skewed figures
moments    skewness and kurtosis
"""
