"""What a demo office reads and writes: fictional dispatches in the wording of real ones."""
