#!/bin/sh
# Say that the weekly check failed: open an issue, or add to the one that is open. RUN is the address of the run.
set -eu
title="The weekly check failed"
said="Links of sources, the build with the newest packages, or the long proofs: $RUN"
open=$(gh issue list --state open --limit 1000 --json number,title --jq "map(select(.title == \"$title\"))[0].number // empty")
if [ -n "$open" ]; then
  gh issue comment "$open" --body "$said"
else
  gh issue create --title "$title" --body "$said"
fi
