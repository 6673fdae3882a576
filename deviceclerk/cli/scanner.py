"""`scanner-page`."""

from deviceclerk.cli.call import Call
from deviceclerk.services import scannerpage
from deviceclerk.support.i18n import _


def page(call: Call) -> int:
    """Writes the page of test codes."""
    made = scannerpage.write(call.arguments.output)
    line = _("The test codes are in {file}. Print them at actual size (100 %).").format(file=made.path)
    call.answer({"output": str(made.path), "codes": made.codes}, [line])
    return 0
