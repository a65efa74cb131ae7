package atoll.mkv.config;

import atoll.kit.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Bearer tokens that open a door, known by their SHA-256 alone, so that nothing that is printed
/// shows one and no comparison tells how much of a guess is right. Immutable.
///
/// @param digests empty: the door is open
public record Tokens(Set<Bytes> digests) {

  /// The fewest characters of a token: shorter ones can be guessed.
  public static final int FEWEST_CHARS = 16;

  /// No token is asked for.
  public static final Tokens OPEN = new Tokens(Set.of());

  public Tokens {
    digests = Set.copyOf(digests);
  }

  /// Reads a file of tokens: one on a line, without those that begin with `#`.
  ///
  /// @throws IllegalArgumentException if there is none, or one that is none
  static Tokens parse(String text) {
    Set<String> tokens = new HashSet<>();
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.length() < FEWEST_CHARS || !line.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new IllegalArgumentException(
            "line " + number + " is no token: at least 16 printable characters without spaces");
      }
      tokens.add(line);
    }
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("there is no token in it");
    }
    return of(tokens);
  }

  /// These tokens and no others.
  public static Tokens of(Set<String> tokens) {
    return new Tokens(tokens.stream().map(Tokens::digest).collect(Collectors.toSet()));
  }

  /// Whether everybody may pass.
  public boolean isOpen() {
    return digests.isEmpty();
  }

  public boolean has(String token) {
    return digests.contains(digest(token));
  }

  private static Bytes digest(String token) {
    try {
      return Bytes.of(
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException absent) {
      throw new AssertionError("every Java has SHA-256", absent);
    }
  }
}
