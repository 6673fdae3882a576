# Needs nothing but make: each goal makes its own environment first (build/setup.sh).
PYTHON_OF = .venv/bin/python

.PHONY: help run test check tour bench package package-windows messages icon sounds clean

help:
	@echo "make run       opens DeviceClerk"
	@echo "make test      style, types and every test (no display needed)"
	@echo "make tour      does the main job by itself and leaves pictures and exports in tour/"
	@echo "make bench     prints how fast it is"
	@echo "make package   freezes it, packs it into an archive in dist/, and tries what is in that"
	@echo "make package-windows   the same for Windows, under Wine: to prove it, not to hand it on"
	@echo "make messages  brings the catalogues in assets/locale up to date"
	@echo "make icon      draws the icon anew"
	@echo "make sounds    makes the sounds anew"
	@echo "make clean     removes what these made, the environment included"

run:
	@build/setup.sh run
	@.venv/bin/deviceclerk || [ $$? -eq 3 ] # 3: a sentence says why it could not open

check:
	@build/setup.sh test
	$(PYTHON_OF) -m ruff check .
	$(PYTHON_OF) -m ruff format --check .
	$(PYTHON_OF) -m mypy --strict

test: check
	@# What failed beside others is tried once more by itself: a test of keys and their times may miss them on a busy
	@# PC. What fails again has failed.
	$(PYTHON_OF) -m pytest -n 2 --dist loadfile </dev/null || \
	$(PYTHON_OF) -m pytest --last-failed --last-failed-no-failures none </dev/null

tour:
	@build/setup.sh test
	$(PYTHON_OF) build/tour.py

bench:
	@build/setup.sh test
	$(PYTHON_OF) -m tests.benchmarks

package:
	@build/package.sh

package-windows:
	@ISCC="$(ISCC)" build/package_windows.sh

messages:
	@build/setup.sh test
	$(PYTHON_OF) build/catalogues.py

icon:
	@build/setup.sh test
	$(PYTHON_OF) build/draw_icon.py

sounds:
	@build/setup.sh test
	$(PYTHON_OF) build/make_sounds.py

clean:
	rm -rf .venv .work dist tour .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find assets/locale -name '*.mo' -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
