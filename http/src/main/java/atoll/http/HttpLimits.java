package atoll.http;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import java.time.Duration;
import java.util.List;

/// The bounds of a server or a client, with what happens at each. Immutable.
///
/// @param head bytes and fields of a head
/// @param body of requests (of answers, for a client)
/// @param pace how slow a peer may be
/// @param connections how many, and how much one may do
public record HttpLimits(Head head, Body body, Pace pace, Connections connections)
    implements Limits {

  /// Bounds of a head.
  ///
  /// @param startLineBytes the request line or status line, without its end
  /// @param headerBytes all fields together, with their line ends
  /// @param headerCount the fields
  public record Head(int startLineBytes, int headerBytes, int headerCount) {
    public Head {
      Check.that(
          startLineBytes >= 16 && headerBytes >= 16 && headerCount >= 1,
          "limits of a head must leave room for one");
    }
  }

  /// Bounds of bodies.
  ///
  /// @param maxBytes of one body
  /// @param discardBytes how much of a body that nobody read is read away to keep the connection
  /// @param outgoingBytes how much of an outgoing body may wait for one socket
  /// @param fileChunkBytes of one positional read of a file body
  public record Body(long maxBytes, int discardBytes, int outgoingBytes, int fileChunkBytes) {
    public Body {
      Check.that(
          maxBytes >= 0 && discardBytes >= 0 && outgoingBytes > 0 && fileChunkBytes > 0,
          "limits of a body are counts of bytes");
    }
  }

  /// How slow a peer may be.
  ///
  /// @param headTime from the first byte of a head to its last
  /// @param idleTime between two messages
  /// @param window over which the rate of a moving body is measured
  /// @param bytesPerSecond the least rate of a body, counted only while we wait for the peer
  /// @param lingerTime how long a refused peer may finish sending what it began
  /// @param drainTime how long running exchanges have when the server stops
  public record Pace(
      Duration headTime,
      Duration idleTime,
      Duration window,
      int bytesPerSecond,
      Duration lingerTime,
      Duration drainTime) {
    public Pace {
      for (Duration each : List.of(headTime, idleTime, window, lingerTime, drainTime)) {
        Check.that(each.isPositive(), "limits of time are longer than nothing");
      }
    }
  }

  /// How many connections, and how much one may do.
  ///
  /// @param open at once, over all listeners
  /// @param requests that one connection may carry
  /// @param pipelinedBytes of further requests that are read while one is answered
  public record Connections(int open, long requests, int pipelinedBytes) {
    public Connections {
      Check.that(
          open > 0 && requests > 0 && pipelinedBytes > 0, "limits of connections are counts");
    }
  }

  public static final HttpLimits DEFAULTS =
      new HttpLimits(
          new Head(16 * 1024, 64 * 1024, 256),
          new Body(Long.MAX_VALUE, 256 * 1024, 512 * 1024, 256 * 1024),
          new Pace(
              Duration.ofSeconds(10),
              Duration.ofSeconds(75),
              Duration.ofSeconds(10),
              128,
              Duration.ofSeconds(2),
              Duration.ofSeconds(30)),
          new Connections(10_000, 1_000_000, 64 * 1024));

  public HttpLimits withHead(Head other) {
    return new HttpLimits(other, body, pace, connections);
  }

  public HttpLimits withBody(Body other) {
    return new HttpLimits(head, other, pace, connections);
  }

  public HttpLimits withPace(Pace other) {
    return new HttpLimits(head, body, other, connections);
  }

  public HttpLimits withConnections(Connections other) {
    return new HttpLimits(head, body, pace, other);
  }

  @Override
  public List<Limit> list() {
    return List.of(
        bytes("http.request.line.max", head.startLineBytes(), "answers 414, closes"),
        bytes("http.header.bytes.max", head.headerBytes(), "answers 431, closes"),
        new Limit("http.header.count.max", "" + head.headerCount(), "answers 431, closes"),
        bytes("http.body.max", body.maxBytes(), "the body fails as too large: 413"),
        bytes("http.body.discard.max", body.discardBytes(), "an unread body closes the connection"),
        bytes("http.response.buffer.max", body.outgoingBytes(), "the handler waits for the client"),
        bytes("http.file.chunk.max", body.fileChunkBytes(), "files go out in reads of this size"),
        time("http.header.time.max", pace.headTime(), "answers 408, closes"),
        time("http.idle.time.max", pace.idleTime(), "closes"),
        new Limit(
            "http.rate.min",
            pace.bytesPerSecond() + " bytes/s over " + pace.window(),
            "a slow body answers 408; a slow reader is cut off"),
        time("http.linger.time.max", pace.lingerTime(), "a refused sender is cut off"),
        time("http.drain.time.max", pace.drainTime(), "what still runs is cut off"),
        new Limit("http.connections.max", "" + connections.open(), "a new one is closed at once"),
        new Limit(
            "http.connection.requests.max",
            "" + connections.requests(),
            "the last answer closes the connection"),
        bytes(
            "http.pipelined.max",
            connections.pipelinedBytes(),
            "further requests wait unread; they are answered one after another"));
  }

  private static Limit bytes(String name, long count, String whenReached) {
    String value = count == Long.MAX_VALUE ? "unlimited" : count + " bytes";
    return new Limit(name, value, whenReached);
  }

  private static Limit time(String name, Duration time, String whenReached) {
    return new Limit(name, time.toMillis() + " ms", whenReached);
  }
}
