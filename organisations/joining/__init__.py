"""How an organisation comes in: it asks on a public page, and the municipality says yes."""
