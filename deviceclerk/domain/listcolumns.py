"""What the columns of a class list are, by their headings: who the pupil is, and what is never read in."""

import re

from deviceclerk.domain.headings import plain
from deviceclerk.domain.roster import Meaning

# Without blanks, so that 'Geb. datum' and 'Geboortedatum', 'Leerling-nr' and 'Leerlingnr' need one entry each.
_SYNONYMS = {
    Meaning.NUMBER: """leerlingnummer leerlingnr leerlnr leerlingid llnr llnnr llnummer stamnummer stamnr
        studentnummer studentnr nummer pupilnumber studentnumber studentid""",
    Meaning.FIRST_NAME: "roepnaam voornaam voornamen firstname givenname",
    Meaning.PREFIX: """tussenvoegsel tussenvoegsels tussenv tussenvgsl tussenvoeg tv tvs tsv voorvoegsel
        voorvoegsels voorv voorvgsl voorvoeg tussenvoegselachternaam voorvoegselachternaam prefix infix""",
    Meaning.LAST_NAME: "achternaam familienaam geslachtsnaam lastname surname familyname",
    Meaning.FULL_NAME: """naam leerling leerlingnaam volledigenaam naamvolledig voornaamachternaam
        roepnaamachternaam achternaamvoornaam achternaamroepnaam voorenachternaam kind student fullname name
        pupil""",
    Meaning.GROUP: """groep klas stamgroep stamklas groepsnaam groepnaam klasnaam groepklas klasgroep basisgroep
        lesgroep mentorgroep mentorklas huidigegroep actuelegroep groepscode klascode jaargroep leerjaar group
        class""",
    Meaning.BORN: """geboortedatum gebdatum gebdat geboren geborenop datumgeboorte geboortedag geb dateofbirth
        birthdate birthday dob""",
    Meaning.QUESTION: "vraag vragen onderwerp stelling toestemmingvoor question",
    Meaning.RESPONDENT: """ingevulddoor beantwoorddoor gewijzigddoor gegevendoor ondertekenddoor
        laatstgewijzigddoor laatstingevulddoor toestemmingdoor antwoorddoor ouderverzorger respondent""",
    Meaning.ANSWERED_ON: """ingevuldop beantwoordop gewijzigdop laatstgewijzigdop laatstgewijzigd laatstewijziging
        laatstingevuldop gegevenop ondertekendop toestemmingop datumingevuld datumondertekening invuldatum
        wijzigingsdatum datumwijziging datumtoestemming toestemmingsdatum datumantwoord antwoorddatum
        datuminvullen datum""",
}
_MEANINGS = {word: meaning for meaning, words in _SYNONYMS.items() for word in words.split()}
_ANSWER = frozenset({"antwoord", "keuze", "reactie", "answer", "waarde"})
# Of two columns of one meaning the later in this list gives way.
_SECOND_CHOICE = ("voornaam", "voornamen", "leerling", "kind", "student", "jaargroep", "leerjaar")
_OF_WHOM = re.compile(r"\b(?:van|de|het|der|een|leerling(?:en)?|kind(?:eren)?|student|pupil)\b")

_HEALTH = re.compile(
    r"diagnos|medisch|medicat|medicijn|allerg|ziekte|aandoening|handicap|huisarts|tandarts|\barts\b|\bdieet|intoleran"
    r"|dyslex|dyscalc|\badhd\b|autis|epilep|astma|diabet|gezondheid|vaccin|logoped|psych|zorg(?:profiel|vraag|behoefte)"
)
_PRIVATE = re.compile(
    r"\bbsn\b|burgerservice|\bsofi|onderwijsnummer|\bpgn\b|persoonsgebonden|paspoort|identiteitsbewijs"
    r"|\be ?mail|\bmail\b|mailadres|telefoon|\btel\b|\btelnr\b|\bmobiel|\bgsm\b|\b06\b|noodnummer"
    r"|adres(?!s?(?:en)?(?:lijst|boek))|straat\b|straatnaam|postcode|woonplaats|huisn(?:umme)?r|\bplaats\b|\bgemeente\b"
    r"|\bimei\b|serienummer|\bserienr\b|nationaliteit|geloof|religie|godsdienst|geboorteland|geboorteplaats|\biban\b|bankrek|rekeningn"
)
# Beside an answer rather than one: when it was given, by whom, and what was remarked.
_BESIDE = re.compile(
    r"\b(?:datum|opmerking(?:en)?|toelichting|notities?|bijzonderheden)\b"
    r"|\b(?:ingevuld|gewijzigd|beantwoord|ondertekend|gegeven) (?:op|door)\b"
)
_NO_QUESTION = re.compile(
    r"\b(?:geslacht|sekse|gender|m v|jongen|meisje|jaar|schooljaar|cursusjaar|aantal|totaal|volgn(?:umme)?r|nr"
    r"|mentor|leerkracht|leraar|docent|status|vestiging|locatie|brin(?:nummer)?|gezin|broers?|zus(?:sen)?|tijd|tijdstip"
    r"|inschrij\w*|uitschrij\w*)\b"
)
_DATED = re.compile(
    r"\b(?:datum|date|(?:laatst )?(?:ingevuld|gewijzigd|beantwoord|ondertekend|gegeven) op|gewijzigd"
    r"|(?:laatste )?wijziging)\b"
)
_ANSWERED = re.compile(r"\b(?:antwoord|keuze|toestemming|van|voor|op|laatste?|answer)\b")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"(?:\+|00)?\d(?:[\s\-().]*\d){8,13}")


def meaning_of(heading: str) -> Meaning | None:
    """What a heading of a list of pupils says a column is; None where it may be a question or anything else.

    >>> [meaning_of(h) for h in ("Stam-nr.", "Roepnaam leerling", "Naam ouder")]
    [<Meaning.NUMBER: 'number'>, <Meaning.FIRST_NAME: 'first_name'>, None]
    """
    text = plain(heading)
    return _MEANINGS.get(text.replace(" ", "")) or _MEANINGS.get(_OF_WHOM.sub("", text).replace(" ", ""))


def rank(heading: str) -> int:
    """Which of several columns of one meaning is taken: the lowest rank, then the leftmost."""
    text = plain(heading)
    return _SECOND_CHOICE.index(text) + 1 if text in _SECOND_CHOICE else 0


def holds_answers(heading: str) -> bool:
    """Whether the column is that of the answers in a list with one row a question."""
    return plain(heading) in _ANSWER


def is_private(heading: str, *, answers: bool) -> bool:
    """Whether a column is never read in: citizen numbers, addresses, telephone, e-mail, devices, health and origin.

    `answers`: its cells say yes and no. Then a heading about an address or telephone asks for consent to share it;
    one about health is private all the same.
    """
    text = plain(heading)
    return _HEALTH.search(text) is not None or (not answers and _PRIVATE.search(text) is not None)


def is_no_question(heading: str, *, named: bool) -> bool:
    """Whether a column is no question, whatever its cells look like; `named`: its heading names a purpose."""
    text = plain(heading)
    return _BESIDE.search(text) is not None or (not named and _NO_QUESTION.search(text) is not None)


def is_date_of(heading: str) -> bool:
    """Whether a heading says that its column has the dates of answers."""
    return meaning_of(heading) is Meaning.ANSWERED_ON or _DATED.search(plain(heading)) is not None


def subject_of(heading: str) -> str:
    """What a heading is about besides answers and their dates; empty for one that is about nothing else.

    >>> [subject_of(h) for h in ("Website", "Website - gewijzigd op", "Antwoord website", "Ingevuld op")]
    ['website', 'website', 'website', '']
    """
    rest = _ANSWERED.sub(" ", _DATED.sub(" ", plain(heading)))
    return "" if meaning_of(heading) is Meaning.ANSWERED_ON else " ".join(rest.split())


def looks_private(texts: list[str]) -> bool:
    """Whether most of the cells that are filled in are e-mail addresses or telephone numbers."""
    filled = [text.strip() for text in texts if text.strip()]
    private = sum(bool(_MAIL.search(text) or _PHONE.fullmatch(text)) for text in filled)
    return private > 0 and private > 0.5 * len(filled)


def are_citizen_numbers(texts: list[str]) -> bool:
    """Whether several numbers all pass the check that citizen numbers (BSN) do, and one other in eleven."""
    filled = [text.strip() for text in texts if text.strip()]
    return len(filled) >= 3 and all(_passes_elevens(text) for text in filled)


def _passes_elevens(text: str) -> bool:
    if len(text) not in (8, 9) or not (text.isascii() and text.isdecimal()):
        return False
    digits = [int(digit) for digit in text.zfill(9)]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(weight * digit for weight, digit in zip(weights, digits, strict=True)) % 11 == 0
