"""Bytes in one bucket of a server that speaks S3: MinIO, or another."""
