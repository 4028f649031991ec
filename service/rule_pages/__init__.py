"""A page for each rule, made from the packs: what it demands, why, how it is found, and what to say instead."""

from service.rule_pages.folder import out_of_date, write_pages
from service.rule_pages.pages import all_pages

__all__ = ["all_pages", "out_of_date", "write_pages"]
