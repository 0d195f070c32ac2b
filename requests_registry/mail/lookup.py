"""By which words staff find a mail: those of its subject, its sender, its text, the mails inside and the names of files."""

from portal.languages import LANGUAGES
from portal.search import asked
from portal.search.query import Lexemes
from portal.search.vectors import vector

READ = 20_000  # characters of the text: beyond them nobody looks for a mail, and a tsvector holds a megabyte


def words_of(mail):
    """In the forms of all three languages, for nobody says in which a mail is written."""
    inside = [text for letter in mail.letters_inside for text in (letter.subject, letter.text)]
    names = " ".join(file.name for file in mail.files)[:READ]
    text = " ".join([mail.text, *inside])[:READ]
    return " ".join(vector(language, mail.subject, str(mail.sender or ""), names, text) for language in LANGUAGES)


def with_words(mails, typed):
    """The mails with all these words in any of their forms; those are all where nothing is asked."""
    query = asked.read(typed)
    return mails.filter(words=Lexemes(query.tsquery(signs=False))) if query else mails
