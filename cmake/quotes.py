"""Holds what README and the guides quote against the real thing.

    quotes.py check|write SOURCE_DIR [PROGRAM]

A block ```cpp must stand, line by line, in one of the examples. A block ```console holds commands
after "$ " and what they print; the commands run in a folder with the files of docs/guide and the
demo's sample.csv. `write` puts the present output into the pages, `check` fails where it differs.
Without PROGRAM (the command line `centricity`) only the code is looked at.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```(cpp|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def without_margin(text):
    return "\n".join(line.strip() for line in text.strip().splitlines())


def output_of(command, folder, path):
    ran = subprocess.run(command, shell=True, cwd=folder, env={**os.environ, "PATH": path},
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return ran.stdout.rstrip("\n")


def console(block, folder, path):
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    lines = []
    for command in commands:
        lines += [command, *output_of(command[2:], folder, path).splitlines()]
    return "\n".join(lines) + "\n"


def main(mode, source, program=None):
    source = pathlib.Path(source)
    examples = [without_margin(file.read_text()) for file in source.glob("examples/**/*.?pp")]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.environ["PATH"]
        if program:
            path = f"{pathlib.Path(program).parent}:{path}"
            for file in source.glob("docs/guide/*.csv"):
                shutil.copy(file, folder)
            output_of("centricity simulate --output sample.csv", folder, path)
        for page in [source / "README.md", *sorted(source.glob("docs/guide/*.md"))]:
            text = page.read_text()

            def renewed(match):
                nonlocal wrong
                kind, block = match.groups()
                if kind == "cpp" and not any(without_margin(block) in file for file in examples):
                    wrong += 1
                    print(f"{page}: no example holds\n{block}")
                if kind == "console" and program:
                    now = console(block, folder, path)
                    if now != block:
                        wrong += mode == "check"
                        print(f"{page}: was\n{block}\nis now\n{now}")
                        block = now
                return f"```{kind}\n{block}```"

            new = BLOCK.sub(renewed, text)
            if mode == "write":
                page.write_text(new)
    if wrong and mode == "check":
        print("`quotes.py write` renews what commands print.")
    return 1 if wrong else 0


sys.exit(main(*sys.argv[1:]))
