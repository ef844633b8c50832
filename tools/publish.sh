#!/bin/sh
# Build the book and put it on the branch gh-pages of origin, on top of what is there: publishing without GitHub Actions.
set -eu
stop() {
  echo "make publish: $1" >&2
  exit 1
}
site=_build/html
[ -z "$(git status --porcelain)" ] || stop "the tree has changes that no commit holds; commit them or put them away"
git remote get-url origin >/dev/null 2>&1 || stop "there is no remote named origin; add it: git remote add origin ADDRESS"
make --no-print-directory book
[ -f $site/.nojekyll ] || stop "$site holds no .nojekyll, without which GitHub Pages leaves folders out"

GIT_INDEX_FILE=$(mktemp -u)
export GIT_INDEX_FILE
trap 'rm -f "$GIT_INDEX_FILE"' EXIT
git --work-tree=$site add --all --force .
tree=$(git write-tree)
parent=""
if git ls-remote --exit-code origin refs/heads/gh-pages >/dev/null; then
  git fetch --quiet origin gh-pages
  parent=$(git rev-parse FETCH_HEAD)
  if [ "$(git rev-parse "$parent^{tree}")" = "$tree" ]; then
    echo "gh-pages of origin holds this site already"
    exit 0
  fi
fi
commit=$(git commit-tree "$tree" ${parent:+-p "$parent"} -m "Site of $(git rev-parse --short HEAD)")
git push --quiet origin "$commit:refs/heads/gh-pages" || stop "origin did not take the site; what it said stands above"
echo "gh-pages of origin holds the site of $(git rev-parse --short HEAD)"
