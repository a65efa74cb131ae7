package atoll.moray;

import atoll.kit.Check;

/// Which state of an object is meant. The server makes them up; two that are equal as text are the
/// same state, and nothing else is known about them: an update gives all its objects one that is no
/// checksum at all.
///
/// @param text as moray writes it, such as `7712D647`
public record Etag(String text) {

  public Etag {
    Check.that(!text.isEmpty(), "an etag has letters");
  }

  @Override
  public String toString() {
    return text;
  }
}
