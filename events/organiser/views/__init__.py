"""The pages on which organisers publish and look after their activities, and change single dates."""
