"""Tests of the negotiation stage."""
