"""What is kept, and what is being made: the store, the jobs, the evaluation."""
