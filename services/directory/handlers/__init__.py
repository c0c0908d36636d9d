"""Use cases of the directory: each checks who asks, decides by the domain's rules, keeps and remembers."""
