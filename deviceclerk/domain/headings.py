"""What a question is about: the purpose and media that a heading of an export names.

Only what the heading says outright counts. A heading about something else, with a negation in it, or that asks
about two things at once, becomes a purpose of its own; and where it names neither images nor a place where images
are published, its medium is 'other', which never answers for photo, film or sound.
"""

import re
from dataclasses import dataclass

from deviceclerk.domain.consent import Medium, Respondent
from deviceclerk.domain.people import fold

_MAX_KEY = 80

# Each is tried on what the ones before it left of the heading: 'Social Schools' is not social media.
_PURPOSES = {
    "personal_accounts": (
        r"(?:prive|persoonlijke?)(?: \w+){0,2}? ?(?:accounts?|sociale? ?media|facebook|instagram)",
        r"(?:prive|persoonlijke) ?(?:pagina|profiel(?:en)?)|eigen accounts?",
    ),
    "parent_app": (
        r"parro|social ?schools?|kwieb|klasbord|isy|mijnschool|schoudercom|digiduif|schoolpraat|basisonline|ziber",
        r"classdojo|seesaw|konnect|(?:ouder|school)(?:communicatie)? ?(?:apps?|portaal|platform)|parent app",
    ),
    "school_photographer": (r"\w*fotogra(?:af|fen)",),
    "class_photo": (r"(?:klas|klasse|klassen|groeps) ?fotos?", r"class photos?"),
    "school_guide": (r"(?:school|info|informatie)?gids(?:je|en)?", r"school guide"),
    "newspaper": (
        r"(?<!school )(?!school|klas)\w*krant(?:en|je)?|(?:dag|week|nieuws)blad(?:en)?|huis aan huis ?blad(?:en)?",
        r"pers|(?:lokale|regionale|plaatselijke) media|newspapers?",
    ),
    "yearbook": (r"jaarboek(?:en|je)?", r"yearbook"),
    "newsletter": (r"\w*nieuwsbrie(?:f|ven)|nieuwsflits|week(?:brief|bericht)", r"newsletter"),
    "social_media": (
        r"sociale? ?media ?(?:kanalen|kanaal|accounts?)?|socials|facebook(?:pagina)?|insta(?:gram)?",
        r"twitter|tik ?tok|youtube(?:kanaal)?|linkedin|snapchat",
    ),
    "website": (r"\w*website|(?:school)?site|web ?paginas?|homepage",),
    "research": (r"\w*onderzoek(?:en)?", r"research"),
}
_PATTERNS = {key: re.compile(rf"\b(?:{'|'.join(words)})(?!\w)") for key, words in _PURPOSES.items()}
# Places where images are published that are no usual purpose.
_OTHER_PLACES = re.compile(
    r"\b(?:(?:school|klassen) ?krant|schoolblad|flyers?|folders?|brochures?|posters?|promotiemateriaal)\b"
)

_IMAGE = re.compile(r"(?<!voor)beeld(?!bel|scherm|end|ig|houw|vorm|denk)")
_PHOTO = re.compile(r"foto(?!graaf|grafen)|portret")
_FILM = re.compile(r"film|video(?! ?(?:bel|call|confer|les))|\bvlog")
_SOUND = re.compile(r"geluid|audio|\bstem\b|\bstemopnam|\bpodcast")
_RECORDING = re.compile(r"\bopname[ns]?\b(?! in\b)")

_TURNED_ROUND = re.compile(
    r"\b(?:geen|niet|nooit|zonder|behalve|uitgezonderd|bezwaar\w*|weiger\w*|verbod\w*|verbied\w*|onherkenba\w*"
    r"|anonie?m\w*|intrek\w*|ingetrokken|not?|without|except)\b"
)
_SOMETHING_ELSE = re.compile(
    r"\b(?:(?:voor|achter|roep)?na(?:am|men)|initialen|naw|\w*adres(?:sen)?|\w*telefoon\w*|e ?mail\w*|\w*gegevens"
    r"|\w*lijst(?:en)?|\w*verjaardag\w*|\w*kalender|rapport(?:en)?|cijfers|resultaten|\w*dossiers?"
    r"|werkstuk(?:ken)?|werkjes?|tekening(?:en)?|ontvang\w*|toegang|deelnam\w*|deelnem\w*|kosten|bestel\w*)\b"
)
_TAKING_PART = re.compile(r"\bdeel ?(?:name|nemen|neemt)\b|\bmeedoen\b")
# Closed places and vague ones are not the public place of the same name.
_APART_WORDS = """besloten gesloten afgesloten beveiligd beveiligde afgeschermd afgeschermde intern interne intranet
    wachtwoord eigen"""
_APART = re.compile(rf"\b(?:{'|'.join(_APART_WORDS.split())})\b")
# What may stand beside the name of a place without changing what is asked: images, published there.
_FILLER_WORDS = """
    aan account accounts akkoord algemene antwoord antwoorden avg bij de deel deelt delen die
    digitale een en for ga gaan
    gedeeld gedeelte geplaatst gepubliceerd geven haar het ik in kanaal kanalen keuze kind kinderen krijgt
    leerkracht leerkrachten leerling leerlingen lokale mag medewerkers met mijn of on ons onze op
    openbare ouder ouders our pagina papieren permission personeel plaatselijke plaatsen plaatsing
    privacy privacyvoorkeuren publicatie publicaties publiceren publicering regionale school schooljaar
    schools te the toestemming toestemmingen tonen uw van vermelding via voor voorkeuren wij worden zijn
"""
_FILLERS = frozenset(_FILLER_WORDS.split()) | frozenset(_APART_WORDS.split())
_GUARDIAN = re.compile(
    r"\b(?:ouder|verzorger|gezagdrager|voogd|guardian|parent)(?: (?:verzorger|voogd))? ?([12])\b"
)
_PHOTO_ONLY = frozenset({"school_photographer", "class_photo"})


@dataclass(frozen=True, slots=True)
class Understood:
    """What a heading asks. `named`: it names a purpose, a place or media, so that its cells are answers.

    `respondent` is the guardian whom the heading itself names ('Ouder 1 - website'), else None.
    """

    purpose: str
    media: tuple[Medium, ...]
    named: bool
    respondent: Respondent | None = None


def plain(heading: str) -> str:
    """The heading in small letters, without accents and punctuation, for comparing.

    >>> plain("E-mail  ouder(s): foto's")
    'e mail ouder s fotos'
    """
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(heading)).split())


def snake_case(heading: str) -> str:
    """The key of a purpose that is none of the usual ones."""
    return plain(heading).replace(" ", "_")[:_MAX_KEY].rstrip("_") or "question"


def understand(heading: str) -> Understood:
    """The purpose key and the media of a question.

    >>> understand("Beeldmateriaal website").media
    (<Medium.PHOTO: 'photo'>, <Medium.FILM: 'film'>)
    >>> understand("Publiceren naam in krant").media
    (<Medium.OTHER: 'other'>,)
    """
    text = plain(heading)
    guardian = _GUARDIAN.search(text)
    respondent = None
    if guardian is not None:
        respondent = Respondent(f"guardian{guardian[1]}")
        text = " ".join(f"{text[: guardian.start()]} {text[guardian.end() :]}".split()) or text
    purposes, rest = _purposes(text)
    if _TURNED_ROUND.search(text):
        return Understood(snake_case(text), (Medium.OTHER,), bool(purposes or _outright(text)), respondent)
    apart = _APART.search(rest) is not None and not {"parent_app", "personal_accounts"} & set(purposes)
    purpose = purposes[0] if len(purposes) == 1 and not apart else snake_case(text)
    media = _media(text, purposes, rest)
    return Understood(purpose, media, bool(purposes) or media != (Medium.OTHER,), respondent)


def _purposes(text: str) -> tuple[list[str], str]:
    """The purposes that a plain text names, and what it says besides."""
    found = []
    for key, pattern in _PATTERNS.items():
        text, hits = pattern.subn(" ", text)
        if hits:
            found.append(key)
    return found, text


def _media(text: str, purposes: list[str], rest: str) -> tuple[Medium, ...]:
    """What is to be recorded: as said outright, else images for a mere place where they are published."""
    if _SOMETHING_ELSE.search(rest) or _TAKING_PART.search(rest):
        return (Medium.OTHER,)
    outright = _outright(text)
    if outright:
        return outright
    besides, other_places = _OTHER_PLACES.subn(" ", rest)
    mere_place = all(word in _FILLERS or word.isdigit() for word in besides.split())
    if "research" in purposes or not mere_place or not (purposes or other_places):
        return (Medium.OTHER,)
    return (Medium.PHOTO,) if purposes and set(purposes) <= _PHOTO_ONLY else (Medium.PHOTO, Medium.FILM)


def _outright(text: str) -> tuple[Medium, ...]:
    image = _IMAGE.search(text) is not None
    photo = image or _PHOTO.search(text) is not None
    film = image or _FILM.search(text) is not None
    sound = _SOUND.search(text) is not None or (not photo and not film and _RECORDING.search(text) is not None)
    named = {Medium.PHOTO: photo, Medium.FILM: film, Medium.SOUND: sound}
    return tuple(medium for medium, is_named in named.items() if is_named)
