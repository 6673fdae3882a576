"""What the columns of a class list are, and which are never read in."""

import pytest

from deviceclerk.domain.listcolumns import (
    are_citizen_numbers,
    is_no_question,
    is_private,
    looks_private,
    meaning_of,
    rank,
)
from deviceclerk.domain.roster import Meaning

KNOWN = {
    Meaning.NUMBER: ("Leerlingnummer", "Stamnummer", "Stamnr", "Stam-nr.", "Nummer", "Leerling nr"),
    Meaning.FIRST_NAME: ("Roepnaam", "Voornaam", "VOORNAAM LEERLING", "Voornamen"),
    Meaning.PREFIX: ("Tussenvoegsel", "Voorvoegsel", "Tussenv", "Tussenv.", "tv"),
    Meaning.LAST_NAME: ("Achternaam", "Achternaam leerling", "Familienaam"),
    Meaning.FULL_NAME: ("Naam", "Leerling", "Naam van de leerling", "Leerlingnaam", "Volledige naam", "Naam kind"),
    Meaning.GROUP: ("Groep", "Klas", "Stamgroep", "Groep/klas", " groep: "),
    Meaning.BORN: ("Geboortedatum", "Geb. datum", "Geb.dat.", "Geboren op"),
    Meaning.RESPONDENT: ("Ingevuld door", "Gewijzigd door", "Ouder/verzorger"),
    Meaning.ANSWERED_ON: ("Ingevuld op", "Gewijzigd op", "Laatst gewijzigd", "Datum"),
    Meaning.QUESTION: ("Vraag",),
}


@pytest.mark.parametrize(("heading", "meaning"), [(h, m) for m, headings in KNOWN.items() for h in headings])
def test_known_columns(heading: str, meaning: Meaning) -> None:
    assert meaning_of(heading) is meaning
    assert meaning_of(heading.upper()) is meaning


@pytest.mark.parametrize(
    "heading", ["Naam ouder", "Voornaam moeder", "Groepsfoto", "Website", "", "Klassenfoto", "A"]
)
def test_columns_that_tell_nothing_of_who_the_pupil_is(heading: str) -> None:
    assert meaning_of(heading) is None


def test_the_name_that_is_used_goes_first() -> None:
    assert rank("Roepnaam") < rank("Voornaam") < rank("Voornamen")
    assert rank("Groep") < rank("Leerjaar")


PRIVATE = (
    "BSN", "Burgerservicenummer", "Sofinummer", "Onderwijsnummer", "E-mail ouder", "E-mailadres", "Mailadres",
    "Telefoon", "Telefoonnummer thuis", "Mobiel", "Mobiele nummer", "GSM", "06-nummer", "Tel.", "Adres", "Straat",
    "Postcode", "Woonplaats", "Huisnummer", "IMEI", "IMEI-nummer", "Nationaliteit", "Geboorteplaats",
)  # fmt: skip
HEALTH = ("Diagnose", "Medische gegevens", "Allergieën", "Allergie", "Medicatie", "Huisarts", "Dieetwensen")


@pytest.mark.parametrize("heading", PRIVATE + HEALTH)
def test_private_columns(heading: str) -> None:
    assert is_private(heading, answers=False)


@pytest.mark.parametrize("heading", HEALTH)
def test_health_is_private_even_as_yes_and_no(heading: str) -> None:
    assert is_private(heading, answers=True)


def test_consent_to_share_an_address_is_a_question() -> None:
    assert not is_private("E-mailadres delen met klassenouder", answers=True)


@pytest.mark.parametrize(
    "heading", ["Website", "Plaatsing op website", "Adreslijst", "Verzorger", "Namen", "Groep"]
)
def test_columns_that_are_not_private(heading: str) -> None:
    assert not is_private(heading, answers=False)


def test_values_give_private_columns_away() -> None:
    assert looks_private(["a@b.example", "", "c@d.example"])
    assert looks_private(["06-12345678", "+31 6 1234 5678"])
    assert not looks_private(["Ja", "Nee", "a@b.example"])
    assert not looks_private([])
    assert not looks_private(["118200", "118207"])
    assert not looks_private(["04-09-2026", "2026-09-04"])


def test_citizen_numbers_are_known_by_their_check() -> None:
    # From the range set aside for tests.
    citizens = ["999996423", "999903445", "999988281"]
    assert are_citizen_numbers(citizens)
    assert not are_citizen_numbers([*citizens, "999996424"])
    assert not are_citizen_numbers(citizens[:2])
    assert not are_citizen_numbers(["118200", "118207", "118214"])


def test_columns_beside_answers() -> None:
    assert is_no_question("Website gewijzigd op", named=True)
    assert is_no_question("Toelichting website", named=True)
    assert is_no_question("Geslacht", named=False)
    assert not is_no_question("Beeldmateriaal locatie website", named=True)
    assert not is_no_question("Excursies", named=False)
