"""Takes files into a database: nothing twice, nothing lost, and no file can stop the others.

One process writes. A child reads the files and, with several jobs, others extract; they are asked ahead of what is written, and
what they answer is written in the order of the files, so that the database does not depend on who was faster. A file is entered
in the ledger of the store in the transaction that holds the last of its reports.
"""
