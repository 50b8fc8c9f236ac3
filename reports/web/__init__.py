"""Documents as web pages: one file each, that reads without a network, on a phone and on paper."""

from reports.web.page import write_html

__all__ = ["write_html"]
