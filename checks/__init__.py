"""What the papers say: one function a claim, each giving a certificate for its verdict."""
