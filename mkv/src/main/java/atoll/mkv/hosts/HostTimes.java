package atoll.mkv.hosts;

import java.time.Duration;

/// How long a host may take. Immutable.
///
/// @param response to a request whose body is small
/// @param idle for a body that does not move
/// @param longest for one request with all its body
public record HostTimes(Duration response, Duration idle, Duration longest) {

  public static final HostTimes USUAL =
      new HostTimes(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofHours(24));
}
