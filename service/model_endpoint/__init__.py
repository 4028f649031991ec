"""What talks to a language model, for the stages that may ask one: the connection, one call, and prompt files."""
