"""What a heading asks, and what it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deviceclerk.domain.consent import USUAL_PURPOSES, Medium, Respondent
from deviceclerk.domain.headings import snake_case, understand

BOTH = "photo film"


@pytest.mark.parametrize(
    ("heading", "purpose", "media"),
    [
        ("Beeldmateriaal nieuwsbrief", "newsletter", BOTH),
        ("Beeldmateriaal Parro", "parent_app", BOTH),
        ("Beeldmateriaal Social Schools", "parent_app", BOTH),
        ("Foto's in Kwieb", "parent_app", "photo"),
        ("Klasbord", "parent_app", BOTH),
        ("Ouderapp", "parent_app", BOTH),
        ("Isy", "parent_app", BOTH),
        ("MijnSchool", "parent_app", BOTH),
        ("Beeldmateriaal schoolgids", "school_guide", BOTH),
        ("Beeldmateriaal social media", "social_media", BOTH),
        ("Sociale media", "social_media", BOTH),
        ("SOCIAL-MEDIA", "social_media", BOTH),
        ("Facebook / Instagram", "social_media", BOTH),
        ("Filmpjes op YouTube", "social_media", "film"),
        ("Schoolwebsite", "website", BOTH),
        ("Website", "website", BOTH),
        ("Publicatie op de website van de school", "website", BOTH),
        ("Gebruik beeldmateriaal op de website", "website", BOTH),
        ("Foto's website", "website", "photo"),
        ("Foto en video website", "website", BOTH),
        ("Beeld en geluid website", "website", "photo film sound"),
        ("Geluidsopnamen website", "website", "sound"),
        ("Opnames op de website", "website", "sound"),
        ("Filmopnamen website", "website", "film"),
        ("Video-opnames website", "website", "film"),
        ("Krant", "newspaper", BOTH),
        ("Lokale krant", "newspaper", BOTH),
        ("Jaarboek", "yearbook", BOTH),
        ("Schoolfotograaf", "school_photographer", "photo"),
        ("Klassenfoto", "class_photo", "photo"),
        ("Groepsfoto's", "class_photo", "photo"),
        ("Privéaccounts van ouders", "personal_accounts", BOTH),
        ("Foto's op persoonlijke social media", "personal_accounts", "photo"),
        ("Deelname aan onderzoeken", "research", "other"),
        ("Wetenschappelijk onderzoek", "research", "other"),
        ("Publiceren naam in krant bij behalen diploma", "newspaper", "other"),
        ("Naam en foto in de krant", "newspaper", "other"),
    ],
)
def test_usual_purposes(heading: str, purpose: str, media: str) -> None:
    found = understand(heading)
    assert (found.purpose, " ".join(found.media)) == (purpose, media)
    assert found.named
    assert purpose in USUAL_PURPOSES


@pytest.mark.parametrize(
    ("heading", "purpose", "media"),
    [
        # A yes to what is closed, or to a school's own paper, is none to what is public.
        ("Besloten Facebookgroep", "besloten_facebookgroep", "other"),
        ("Besloten website", "besloten_website", BOTH),
        ("Schoolkrant", "schoolkrant", BOTH),
        ("School-krant", "school_krant", BOTH),
        ("Onze eigen social media", "onze_eigen_social_media", BOTH),
        # Two things asked at once are neither of them alone.
        ("Website en sociale media", "website_en_sociale_media", BOTH),
        # About something else, though a known place is named.
        ("Nieuwsbrief ontvangen", "newsletter", "other"),
        ("Gebruik van social media in de les", "social_media", "other"),
        ("Account aanmaken op website", "website", "other"),
        ("Adreslijst", "adreslijst", "other"),
        ("Klassenlijst met telefoonnummers", "klassenlijst_met_telefoonnummers", "other"),
        ("Excursies", "excursies", "other"),
        ("Videobellen", "videobellen", "other"),
        ("Beeldende vorming", "beeldende_vorming", "other"),
        ("Opname in de klassenlijst", "opname_in_de_klassenlijst", "other"),
        ("Toestemming", "toestemming", "other"),
        # A yes to these is a no to what they name.
        ("Geen foto's op de website", "geen_fotos_op_de_website", "other"),
        ("Bezwaar tegen beeldmateriaal website", "bezwaar_tegen_beeldmateriaal_website", "other"),
        ("Beeldmateriaal website, alleen onherkenbaar", "beeldmateriaal_website_alleen_onherkenbaar", "other"),
        # Images for a purpose that is not among the usual ones.
        ("Beeldmateriaal", "beeldmateriaal", BOTH),
        ("Foto's tijdens excursies", "fotos_tijdens_excursies", "photo"),
        ("Beeldmateriaal t.b.v. open dag", "beeldmateriaal_t_b_v_open_dag", BOTH),
    ],
)  # fmt: skip
def test_what_is_not_taken_for_a_usual_purpose_or_for_images(heading: str, purpose: str, media: str) -> None:
    found = understand(heading)
    assert (found.purpose, " ".join(found.media)) == (purpose, media)


@pytest.mark.parametrize(
    ("heading", "respondent", "purpose"),
    [
        ("Ouder 1 - website", Respondent.GUARDIAN1, "website"),
        ("Website (ouder/verzorger 2)", Respondent.GUARDIAN2, "website"),
        ("Beeldmateriaal nieuwsbrief verzorger 2", Respondent.GUARDIAN2, "newsletter"),
        ("Ouders - website", None, "website"),
        ("Groep 1 website", None, "website"),
    ],
)
def test_guardians_in_headings(heading: str, respondent: Respondent | None, purpose: str) -> None:
    found = understand(heading)
    assert (found.respondent, found.purpose) == (respondent, purpose)


def test_one_question_of_two_guardians_has_one_key() -> None:
    first, second = understand("Ouder 1: excursies"), understand("Ouder 2: excursies")
    assert first.purpose == second.purpose == "excursies"
    assert first.respondent is not second.respondent


def test_headings_that_name_nothing() -> None:
    assert not any(understand(h).named for h in ("Opmerkingen", "Lunch", "Ouder 1", "Schooljaar", "Mentor"))


@given(st.text(max_size=300))
def test_every_heading_has_a_purpose_and_media(heading: str) -> None:
    found = understand(heading)
    assert found.media
    assert (Medium.OTHER in found.media) == (found.media == (Medium.OTHER,))
    assert 0 < len(found.purpose) <= 80
    assert found.purpose == found.purpose.strip("_") or found.purpose == "question"
    assert all(char.isascii() and (char.isalnum() or char == "_") for char in found.purpose)


@given(st.text(st.characters(codec="ascii"), max_size=60))
def test_snake_case_is_stable(heading: str) -> None:
    assert snake_case(snake_case(heading)) == snake_case(heading)
