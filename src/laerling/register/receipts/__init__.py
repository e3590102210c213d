"""Receipts of corrections that counties hand in over SFTP (M6, M8). In: a file. Out: the file, to county and Directorate."""
