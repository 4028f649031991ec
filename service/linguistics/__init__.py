"""What several stages need of language: normalisation, language detection, sentence embeddings, linear heads."""
