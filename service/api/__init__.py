"""The JSON interface under `/v1`: one module for each thing it is about."""
