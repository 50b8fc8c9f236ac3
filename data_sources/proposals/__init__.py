"""What a mapping could say of a folder: headers, cells and files that no contract knows, each with what it may mean.

Nothing here decides: whoever knows the files does.
"""
