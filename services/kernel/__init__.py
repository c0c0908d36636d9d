"""The language every service shares: values, people, facts, errors and ports; standard library only."""
