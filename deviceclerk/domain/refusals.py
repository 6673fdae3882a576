"""How any room says no: a code that is stable, and details for its wording."""


class Refused(Exception):
    """An intention that cannot be carried out; nothing was changed.

    `code` is stable and English (`encrypted_file`, `pocket_taken`, …); the wording in each language belongs to
    the services. `details` fill the wording's placeholders and never hold more personal data than the person
    who asked has just given or may see.
    """

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    def __str__(self) -> str:
        return f"{self.code} {self.details}" if self.details else self.code

    def __reduce__(self) -> tuple[object, ...]:
        # Refusals travel from the reading child process; keyword details do not survive the default pickling.
        return (_rebuild, (self.code, self.details))


def _rebuild(code: str, details: dict[str, object]) -> Refused:
    return Refused(code, **details)
