"""What is asked of and about newcomers."""
