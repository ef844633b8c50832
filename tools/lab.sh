#!/bin/sh
# Make JupyterLab of an environment ready for the chapters: they open as notebooks, its kernel bears the name that stands
# in their heads, and saving changes nothing but what was changed. $1: the folder of its commands.
set -eu
prefix=$("$1/python" -c "import sys; print(sys.prefix)")
"$1/python" -m ipykernel install --sys-prefix --name python3 --display-name "Python 3" >/dev/null
mkdir -p "$prefix/share/jupyter/lab/settings" "$prefix/etc/jupyter"
"$1/jupytext-config" --settings-file "$prefix/share/jupyter/lab/settings/overrides.json" set-default-viewer markdown
cp tools/jupyter_server_config.py "$prefix/etc/jupyter/"
