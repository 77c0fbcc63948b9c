"""The checks of a quarterly review, one file each; they run only with one."""
