"""Posts and the threads they stand in: reading them, naming their authors."""
