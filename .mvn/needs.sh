# Programs that are not Maven artifacts. Sourced by house.sh.

# command | Debian package | what asks for it: a room, bench:NAME, or build
needs_table='
mvn       | maven          | build
nginx     | nginx          | mkv bench:http bench:mkv bench:volume-http
wrk       | wrk            | bench:volume-http
chromium  | chromium       | volume-server
'

# Makes sure that the command $1 is there; installs its package if it is not.
need() {
  local command package asked_by
  while IFS='| ' read -r command package asked_by; do
    if [ "$command" = "$1" ]; then
      has_command "$command" || install_package "$command" "$package"
      return 0
    fi
  done <<< "$needs_table"
  fail "No package is known for the command $1: add a row to .mvn/needs.sh."
}

# Makes sure of everything that $1 (a room, or bench:NAME) asks for.
need_all_of() {
  local command package asked_by word
  while IFS='| ' read -r command package asked_by; do
    for word in $asked_by; do
      if [ "$word" = "$1" ]; then need "$command"; fi
    done
  done <<< "$needs_table"
}

# Debian puts servers into folders that an ordinary user's PATH may lack.
has_command() {
  PATH=$PATH:/usr/sbin:/sbin command -v "$1" > /dev/null 2>&1
}

# Prints the command that installs the package $2 (for the command $1), then runs it.
install_package() {
  local install="apt-get install -y --no-install-recommends $2"
  [ "$(id -u)" = 0 ] || install="sudo -n $install"
  if [ "${ATOLL_INSTALL:-yes}" = no ]; then
    fail "$1 is missing and ATOLL_INSTALL=no. Run: $install"
  fi
  say "$1 is missing. Running: $install"
  has_command apt-get || fail "$1 is missing and this machine has no apt-get: install $2 by other means."
  if [ "$(id -u)" != 0 ] && ! sudo -n true 2> /dev/null; then
    fail "$1 is missing and sudo asks for a password. Run: ${install/ -n/}"
  fi
  # A fresh machine knows no packages before its first update.
  DEBIAN_FRONTEND=noninteractive $install >&2 || {
    say "Running: ${install/install -y*/update}"
    ${install/install -y*/update} >&2 && DEBIAN_FRONTEND=noninteractive $install >&2
  } || fail "Could not install $2. Run: $install"
  has_command "$1" || fail "$2 is installed, but $1 is still not on the PATH."
}
