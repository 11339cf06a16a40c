"""The pages of people: an organisation's, a municipality's or county's, and what an invitation leads to."""
