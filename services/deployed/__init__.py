"""The deployed host: every process does one part of the work, facts travel over a broker, data lies on servers."""
