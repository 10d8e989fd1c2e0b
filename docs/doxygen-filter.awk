# What Doxygen reads instead of a header; every line stays on its line.
#
# - `namespace centricity::inline v0` loses its version: Doxygen would drop the outer name instead.
# - Defaulted functions go: nobody needs to be told what they do.
# - A comment stands for the whole paragraph under it, as a reader takes it: declarations that follow
#   a documented one without an empty line get its comment too.
# - "eq. (6)" and "e.g. this" end no sentence.
# - What follows `@par Complexity` or `@par Accuracy` is text; Doxygen would take the line for title.

{ sub(/::inline v0/, "") }
/= default;$/ { print ""; next }
/\/\/\// { gsub(/ eq\.( |$)/, " eq.\\ "); gsub(/e\.g\. /, "e.g.\\ ") }
/\/\/\/ @par / { sub(/@par Complexity /, "@complexity "); sub(/@par Accuracy /, "@accuracy ") }

/^ *\/\/\// {
  text = $0
  sub(/^ *\/\/\/ ?/, "", text)
  comment = in_comment ? comment " " text : text
  in_comment = 1
  print
  next
}

/^ *$|^ *[{}]|^ *\/\/|^ *(public|private|protected):/ {
  comment = ""
  in_comment = complete = 0
  print
  next
}

{
  shared = complete && comment != "" && !in_comment && !/\/\/\/</
  complete = /; *$/
  in_comment = 0
  print shared ? "/** " comment " */ " $0 : $0
}
