"""The twelve indicators of account quality, counted from a firm's raw account tables.

`count_accounts` reads a folder with up to four tables (`contracts.TABLES`) and tells numbers only. Names, document
numbers, telephone numbers, addresses and account numbers are turned into truths and fingerprints batch by batch as they
are read; the key of the fingerprints is drawn anew for every count and never leaves memory, so that not even the
temporary files can be linked to a person.

What is counted, `as_of` being the day for which it is counted:

- Documents. A resident ID is valid if its form, check digit (GB 11643), place (the places that python-stdnum knows, and
  those of residents of Hong Kong, Macao and Taiwan) and date of birth are; a number of 15 digits has no check digit and
  becomes one of 18. Both forms of a number are one person. Whoever holds an invalid one is told apart from nobody.
- Age: from the valid ID, whatever the document is called, else from the date of birth. A person reaches an age on the
  birthday; one who was born on 29 February does on 28 February where there is no 29th.
- A document is expired on the day after its last one.
- Several 一码通 of an investor: all accounts of persons who hold two or more.
- Key data that differ: accounts of all kinds whose name, type of document or number differs from what the customer's
  own row says, summed over the kinds. Only what both rows fill in is compared.
- Securities accounts: those whose use is neither declared nor withdrawn (未申报 and 未撤销; an empty cell too).

Rows that cannot be judged by an indicator do not count for it and are told in `AccountCounts.notes`; where no row can
be judged, or the table is missing, the indicator has no value. Of rows with the same key and content one counts; of
rows with the same key and different content none does, so that no order of rows decides.
"""
