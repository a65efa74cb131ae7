# Shell code shared by ./check and ./atoll: the JDK, Maven, and what else a machine must have.
# Sourced with `root` set to the top folder of the sources.

. "$root/app/src/main/resources/atoll/app/launch/jdk25.sh"
. "$root/.mvn/needs.sh"

work=$root/.atoll

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$1"
  exit "${2:-1}"
}

# The value of the property $1 in the root pom, where every version is pinned.
pinned() {
  sed -n "s|.*<$1>\(.*\)</$1>.*|\1|p" "$root/pom.xml"
}

# The rooms, one a line, as the root pom lists them.
rooms() {
  sed -n 's|.*<module>\(.*\)</module>.*|\1|p' "$root/pom.xml"
}

# The base package of room $1: its name without hyphens.
base_package() {
  printf 'atoll.%s' "${1//-/}"
}

# Takes the pinned Maven as an ordinary artifact through whatever mvn the machine has. Sets `maven_home`.
find_maven() {
  local version
  version=$(pinned house.maven.version)
  maven_home=$work/maven/apache-maven-$version
  [ -x "$maven_home/bin/mvn" ] && return 0
  need mvn
  mkdir -p "$work/maven"
  say "Fetching Maven $version into .atoll/ through $(command -v mvn)"
  # The plugin writes into a folder of its own, so that a broken fetch leaves no half Maven behind.
  local fetched=$work/maven/fetch.$$
  # shellcheck disable=SC2086
  (cd "$work" && MAVEN_ARGS='' mvn -B -ntp ${MAVEN_ARGS:-} \
    "org.apache.maven.plugins:maven-dependency-plugin:$(pinned dependency.plugin.version):unpack" \
    "-Dartifact=org.apache.maven:apache-maven:$version:tar.gz:bin" \
    "-DoutputDirectory=$fetched") > "$work/maven.log" 2>&1 || {
    grep ERROR "$work/maven.log" | head -n 5 >&2
    rm -rf "$fetched"
    fail "Could not fetch Maven $version: the whole output is in .atoll/maven.log."
  }
  mv "$fetched/apache-maven-$version" "$maven_home" 2>/dev/null || [ -x "$maven_home/bin/mvn" ]
  rm -rf "$fetched"
}

# Finds what every build needs: a JDK 25 and the pinned Maven.
prepare_build() {
  find_jdk25 || exit 2
  find_maven
}

# Runs the pinned Maven on the JDK 25 in the top folder. MAVEN_ARGS is Maven's own variable.
maven() {
  (
    cd "$root"
    JAVA_HOME=$jdk \
      MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" \
      "$maven_home/bin/mvn" "$@"
  )
}

# What went wrong in the Maven output $1, without Maven's advice, at most 20 lines.
build_errors() {
  sed -n -e '/Help 1/q' -e '/^\[ERROR\]/p' -e '/^\[WARNING\].*java:/p' "$1" | head -n 20 >&2
}
