"""Sources of query-document pairs: jointly Gaussian, finite, popularity laws, vectors from files."""
