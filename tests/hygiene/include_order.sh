#!/bin/sh
# include_order.sh ROOT: every room includes only rooms it may see (docs/adr, "the order of rooms").
set -eu
cd "$1"

# The rooms that a room may include, itself among them. Siblings never see one another.
may_include() {
  case $1 in
    core | numeric) echo core numeric ;;
    records) echo core records ;;
    summary) echo core records summary ;;
    source) echo core records summary source ;;
    statistics) echo core numeric records summary statistics ;;
    segment | loyalty | gap) echo core numeric records summary statistics "$1" ;;
    report) echo core report ;;
    interop) echo core records interop ;;
    *) echo "no rule for room $1: add it to include_order.sh" >&2 && return 1 ;;
  esac
}

wrong=0
for folder in include/centricity/*/ src/*/; do
  room=$(basename "$folder")
  allowed=" $(may_include "$room") "
  included_rooms=$(grep -rhoE '#include (<centricity/|")[a-z_]+/' "$folder" |
    sed -E 's/.*[<"](centricity\/)?//; s/\///' | sort -u)
  for included in $included_rooms; do
    case $allowed in
      *" $included "*) ;;
      *)
        grep -rnE "#include (<centricity/|\")$included/" "$folder"
        echo "$room may include only:$allowed" >&2
        wrong=1
        ;;
    esac
  done
done
exit $wrong
