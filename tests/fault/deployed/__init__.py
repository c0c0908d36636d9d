"""The deployed set on servers of its own, which may be killed: nothing lost, nothing doubled, every answer in words.

`VANTHU_FAULT_SEED` changes what happens when, `VANTHU_CHAOS_DOCUMENTS` (a few dozen) how much work there is meanwhile;
`make chaos` does the long form.
"""
