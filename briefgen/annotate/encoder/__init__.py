"""The bundled encoder: one pass over a paragraph gives tags, lemmas, trees, names and attributions."""
