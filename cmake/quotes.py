#!/usr/bin/env python3
"""Holds what README and the guides quote against the real thing.

    quotes.py check|write SOURCE_DIR PROGRAM...

A block ```cpp must stand, line by line, in one of the examples. A block ```console holds commands
after "$ " and what they print; they run where the files of docs/guide and the demo's sample are.
`write` puts the present output into the pages, `check` fails where it differs. PROGRAMs are what
the commands call; `./dev demo` is taken for the last thing it does.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```(cpp|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def without_margin(code):
    return "\n".join(line.strip() for line in code.strip().splitlines())


class Quotes:
    def __init__(self, source, programs, folder):
        self.examples = [without_margin(file.read_text("utf-8"))
                         for file in source.glob("examples/**/*.?pp")]
        self.folder = folder
        folders = [str(pathlib.Path(program).resolve().parent) for program in programs]
        self.environment = {**os.environ, "PATH": ":".join([*folders, os.environ["PATH"]])}
        for file in source.glob("docs/guide/*.csv"):
            shutil.copy(file, folder)
        self.run("./dev demo")

    def run(self, command):
        if command == "./dev demo":
            command = "centricity report"
        ran = subprocess.run(command, shell=True, cwd=self.folder, env=self.environment,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, encoding="utf-8")
        return ran.stdout.splitlines()

    def renewed(self, kind, block):
        """The block as it must be; None if that cannot be known."""
        if kind == "cpp":
            return block if any(without_margin(block) in code for code in self.examples) else None
        lines = []
        for command in [line for line in block.splitlines() if line.startswith("$ ")]:
            lines += [command, *self.run(command[2:])]
        return "\n".join(lines).rstrip() + "\n"


def main(mode, source, *programs):
    source = pathlib.Path(source)
    wrong = False
    with tempfile.TemporaryDirectory() as folder:
        quotes = Quotes(source, programs, folder)
        for page in [source / "README.md", *sorted(source.glob("docs/guide/*.md"))]:
            text = page.read_text("utf-8")
            for kind, block in BLOCK.findall(text):
                now = quotes.renewed(kind, block)
                if now == block:
                    continue
                if now is not None and mode == "write":
                    text = text.replace(block, now)
                    continue
                wrong = True
                print(f"{page} says\n\n{block}")
                print("but no example does.\n" if now is None else f"but it is now\n\n{now}")
            if mode == "write":
                page.write_text(text, "utf-8")
    if wrong:
        command = " ".join(["python3", "cmake/quotes.py", "write", ".", *programs])
        print(f"What commands print is renewed by\n    {command}")
    return wrong


sys.exit(main(*sys.argv[1:]))
