"""Where organisations and municipalities look after their people: invited, given roles, let go."""
