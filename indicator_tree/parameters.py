"""What every parameter of a rulebook carries beside its value: how it is known, and from where."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Basis = Literal["published", "derived", "calibrated", "assumed", "elicited"]
"""`published`: a document states it. `derived`: it follows from published figures. `calibrated`: it was chosen
because it reproduces a published figure. `assumed`: nobody published it and no figure determines it. `elicited`:
experts were asked for it, and the reference says who and when."""

BASIS_LABELS: dict[Basis, str] = {
    "published": "公布",
    "derived": "推算",
    "calibrated": "校准",
    "assumed": "假定",
    "elicited": "征询",
}


class Strict(BaseModel):
    """Base of all rulebook models: frozen, and an unknown key is an error."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        str_strip_whitespace=True,
        allow_inf_nan=False,
        defer_build=True,  # most models are only ever parts of others, which build them with their own
    )


class Reference(Strict):
    """Where a parameter comes from: document, page or clause, with an address where there is one."""

    title: str = Field(min_length=1, description="文件、页码或条款")
    href: str | None = Field(default=None, description="网址")

    def __str__(self) -> str:
        return self.title if self.href is None else f"{self.title} <{self.href}>"


class Cited(Strict):
    """A table of parameters that share one basis and one reference."""

    basis: Basis = Field(description="依据：published 公布、derived 推算、calibrated 校准、assumed 假定、elicited 征询")
    reference: Reference = Field(description="出处")
    note: str | None = Field(default=None, description="它再现了什么，或为何如此假定")
