"""What comes after the first letter: when each step is due, what people answer, and the text message."""
