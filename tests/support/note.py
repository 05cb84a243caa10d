"""An aggregate that writes lines and notes each as a fact."""


class Notebook:
    def __init__(self, id, version=0, lines=()):
        self.id = id
        self.version = version
        self.lines = list(lines)
        self.facts = []

    def write(self, line):
        self.lines.append(line)
        self.facts.append(
            ("EntryWithdrawn", {"edition_id": "ed-1", "entry_id": self.id, "reason": f"line {line}"})
        )


def to_state(notebook):
    return {"lines": notebook.lines}


def from_state(id, version, state):
    return Notebook(id, version, state["lines"])
