"""Text messages: the outbox's second transport, and what people answer."""
