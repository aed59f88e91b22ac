#!/bin/sh
# Resolves every lock again. The locks carry hashes and name no host; `--universal` keeps the markers of other Pythons.
set -eu
cd "$(dirname "$0")/.."
uv=.tools/uv/bin/uv
compile() { "$uv" pip compile --no-header --generate-hashes --no-annotate --quiet "$@"; }
for name in actions platform; do
    compile --universal --python-version 3.11 "requirements/$name.in" -o "requirements/$name.txt"
done
compile --universal --python-version 3.11 -c requirements/platform.txt requirements/dev.in -o requirements/dev.txt
compile --universal --python-version 3.11 -c requirements/platform.txt --overrides requirements/train-overrides.txt \
    requirements/train.in -o requirements/train.txt
# Rasa's own resolution needs the platform named, or a Windows marker drags numpy back to 1.22.
compile --python-version 3.10 --python-platform x86_64-manylinux_2_28 --overrides requirements/bot-overrides.txt \
    requirements/bot.in -o requirements/bot.txt
