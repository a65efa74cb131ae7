package atoll.sharkspotter;

import atoll.kit.Check;

/// A shark's name as somebody wrote it, and as metadata has it.
///
/// @param given such as `1.stor`
/// @param full such as `1.stor.example.com`
public record SharkName(String given, String full) {

  public SharkName {
    Check.that(!given.isEmpty() && !full.isEmpty(), "a shark has a name");
  }

  /// A name that lacks the domain gets it.
  public static SharkName in(String domain, String given) {
    return new SharkName(given, given.contains(domain) ? given : given + "." + domain);
  }

  public boolean wasCompleted() {
    return !given.equals(full);
  }
}
