"""What is printed of activities, and the picture that stands for one where its link is shared."""
