#!/bin/sh
# Make JupyterLab of an environment ready for the chapters: they open as notebooks, and its kernel bears the name that
# stands in their heads, so that saving changes nothing there. $1: the folder of its commands.
set -eu
"$1/python" -m ipykernel install --sys-prefix --name python3 --display-name "Python 3" >/dev/null
prefix=$("$1/python" -c "import sys; print(sys.prefix)")
mkdir -p "$prefix/share/jupyter/lab/settings"
"$1/jupytext-config" --settings-file "$prefix/share/jupyter/lab/settings/overrides.json" set-default-viewer markdown
