"""Static files as browsers get them: few, small, compressed, and never older than what they are made of."""
