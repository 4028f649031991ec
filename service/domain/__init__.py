"""The vocabulary that every stage shares: values only, no behaviour that touches the outside world."""
