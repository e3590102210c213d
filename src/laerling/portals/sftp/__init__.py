"""The counties' areas over SFTP: each reads its own lists and findings, and hands in receipts of corrections (M6)."""
