"""Where signing keys live: software keys for demonstration and tests."""
