# Finds a JDK 25 without starting a process. Sourced by the launchers and by the build.

# Whether the folder $1 holds a JDK 25: its file `release` says so.
is_jdk25() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  local line
  while IFS= read -r line; do
    case $line in
      'JAVA_VERSION="25"' | 'JAVA_VERSION="25.'* | 'JAVA_VERSION="25-'*) return 0 ;;
    esac
  done < "$1/release"
  return 1
}

# Sets `jdk` to the folder of a JDK 25, or fails with one sentence.
# JDK_FOLDERS replaces the folders that are searched after JAVA_HOME (a colon between them).
find_jdk25() {
  local folders=${JDK_FOLDERS-/usr/lib/jvm:/usr/java:/opt:${HOME:-}/.sdkman/candidates/java:${HOME:-}/.jdks:/Library/Java/JavaVirtualMachines}
  local folder candidate
  if [ -n "${JAVA_HOME:-}" ] && is_jdk25 "$JAVA_HOME"; then
    jdk=$JAVA_HOME
    return 0
  fi
  local IFS=:
  for folder in $folders; do
    for candidate in "$folder"/*; do
      for jdk in "$candidate" "$candidate/Contents/Home"; do
        is_jdk25 "$jdk" && return 0
      done
    done
  done
  echo "Atoll needs a JDK 25 and found none (JAVA_HOME is '${JAVA_HOME:-}', searched $folders): install one or set JAVA_HOME to its folder." >&2
  return 1
}
