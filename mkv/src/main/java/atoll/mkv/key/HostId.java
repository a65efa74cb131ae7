package atoll.mkv.key;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.util.regex.Pattern;

/// The name of a blob host. It is what placement goes by, so a host may change its address and not
/// its id.
///
/// @param text 1 to 32 of `a-z 0-9 . _ -`, beginning with a letter or digit
public record HostId(String text) implements Comparable<HostId> {

  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,31}");

  public HostId {
    if (!SHAPE.matcher(text).matches()) {
      throw new AtollException(
          Fault.BAD_INPUT,
          "\"" + text + "\" is no host id: 1 to 32 of a-z 0-9 . _ -, a letter or digit first");
    }
  }

  @Override
  public int compareTo(HostId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
