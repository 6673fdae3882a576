"""Why images could be published: the very answers on which a publication rested when it was noted."""

from dataclasses import dataclass

from deviceclerk.domain.consent import Medium
from deviceclerk.domain.people import Person
from deviceclerk.services import publications
from deviceclerk.services.clerk import Clerk
from deviceclerk.services.publications import Publication
from deviceclerk.services.pupil import Said, as_said


@dataclass(frozen=True, slots=True)
class Ground:
    """One answer that was decisive for one person in the images, a yes as well as a no."""

    person: Person
    medium: Medium
    said: Said


@dataclass(frozen=True, slots=True)
class Grounds:
    """A publication with its grounds by person. `without` are those in it of whom there was no answer."""

    publication: Publication
    found: tuple[Ground, ...]
    without: tuple[Person, ...]


def grounds(clerk: Clerk, publication_id: int) -> Grounds:
    """On what a publication rested, however long ago that was; later answers do not change it.

    That somebody looked is noted, as it tells of consent. Raises Refused `unknown_publication`.
    """
    from deviceclerk.store import answers

    found: list[Ground] = []
    without: list[Person] = []
    with clerk.database.reading() as connection:
        one = publications.in_unit(connection, clerk, publication_id)
        because = dict(one.because)
        for person in one.persons:
            numbers = set(because.get(person.id, ()))
            mine = [said for said in answers.history(connection, person.id) if said.number in numbers]
            found += [Ground(person, said.medium, as_said(said, True, True)) for said in mine]
            if not mine:
                without.append(person)
    publications.note_look(clerk, one.persons, one.purpose, None)
    return Grounds(one, tuple(found), tuple(without))
