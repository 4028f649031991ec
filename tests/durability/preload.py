"""Imported once by the server that worker processes are forked from, so that each life starts quickly."""

import guardrails
import presidio_analyzer
import spacy

import service.program
import service.workflows

__all__ = ["guardrails", "presidio_analyzer", "service", "spacy"]
