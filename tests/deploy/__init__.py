"""What is deployed, judged by the programs that will read it; no container runs."""
