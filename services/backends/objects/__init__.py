"""Object stores: where the bytes of documents are kept."""
