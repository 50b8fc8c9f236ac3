"""How a unit is named: by its name, and its code where the register has codes."""


def named(name: str, code: str) -> str:
    """The name, with the code where there is one that is not the name."""
    return name if name == code else f"{name}（{code}）"
