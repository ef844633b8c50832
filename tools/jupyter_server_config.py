"""How JupyterLab saves a chapter: without the name of the lexer, which jupytext puts at each cell once a kernel ran."""

from typing import Any


def forget_lexer(model: dict[str, Any], **_: Any) -> None:
    """Write the head of a cell as it stands in the chapters."""
    if model["type"] == "file":
        model["content"] = model["content"].replace("```{code-cell} ipython3\n", "```{code-cell}\n")


get_config().ContentsManager.pre_save_hook = forget_lexer  # type: ignore[name-defined] # noqa: F821
