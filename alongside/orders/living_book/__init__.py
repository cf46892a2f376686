"""The living book: each chapter on paper has a short address and a code; they open today's answers.

    /b/                     all chapters
    /b/<chapter>/           one chapter: the short address that people type
    /b/<printing>/<chapter>/  the same, with what changed since that printing: its code holds this one
    /book/errata/           the mistakes that are known, and their feed

An address that was printed never breaks: numbers of chapters never change and are never used again,
and <printing> is the number of the row, because each edition begins to count its printings anew.
"""
