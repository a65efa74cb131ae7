package atoll.moray;

import atoll.cueball.Claim;
import atoll.cueball.Claims;
import atoll.fast.CallFailure;
import atoll.fast.FastCall;
import atoll.fast.FastClient;
import atoll.fast.Step;
import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One call on a claimed connection. The connection goes back to its pool once the answer has come
/// to its end, good or bad. If it did not (the stream broke, time was up, the answer was given up
/// or made no sense), the connection is closed, so that nobody else ever reads what is left of it,
/// and the server stops sending it.
///
/// Confined to its caller.
final class Exchange implements AutoCloseable {

  private final Claim<FastClient> claim;
  private final FastCall call;
  private final String what;

  /// What every further step answers once this is over; null for the good end.
  private @Nullable AtollException failure;

  private boolean over;

  private Exchange(Claim<FastClient> claim, FastCall call, String what) {
    this.claim = claim;
    this.call = call;
    this.what = what;
  }

  /// Claims a connection and sends the request.
  ///
  /// @throws AtollException as [Claims#claim()] and [FastClient#call]
  static Exchange begin(Claims<FastClient> connections, Request request) {
    Claim<FastClient> claim = connections.claim();
    String what = "moray " + request.method() + " at " + claim.backend();
    try {
      FastCall call =
          claim.connection().call(request.method(), request.arguments(), request.time());
      return new Exchange(claim, call, what);
    } catch (AtollException e) {
      // Nothing of a request that is too large was sent.
      if (e.fault() != Fault.TOO_LARGE) {
        claim.broken();
      }
      claim.close();
      throw e;
    }
  }

  /// Waits for the next value; empty after the last one.
  ///
  /// @throws MorayException if the server refused the call
  /// @throws AtollException if there is no whole answer: `UNREACHABLE`, `TIMEOUT`, `CLOSED`,
  ///   `CORRUPT`, `CANCELLED`
  Optional<Json> next() {
    if (over) {
      if (failure != null) {
        throw failure;
      }
      return Optional.empty();
    }
    Step step;
    try {
      step = call.next();
    } catch (AtollException cancelled) {
      end(false, cancelled);
      throw cancelled;
    }
    return switch (step) {
      case Step.Value value -> Optional.of(value.json());
      case Step.Done _ -> {
        end(true, null);
        yield Optional.empty();
      }
      case Step.Failed failed -> throw fail(failed.failure());
    };
  }

  private AtollException fail(CallFailure reason) {
    AtollException thrown =
        switch (reason) {
          case CallFailure.Server server ->
              new MorayException(MorayErrorKind.of(server.error().name()), what, server.error());
          case CallFailure.Transport transport ->
              new AtollException(reason.fault(), what + ": " + reason.message(), transport.cause());
          case CallFailure.Protocol _,
              CallFailure.Abandoned _,
              CallFailure.TimedOut _,
              CallFailure.Busy _ ->
              new AtollException(reason.fault(), what + ": " + reason.message());
        };
    end(leavesConnectionGood(reason), thrown);
    return thrown;
  }

  /// Whether a connection can be used after a call on it has failed so.
  static boolean leavesConnectionGood(CallFailure reason) {
    return reason instanceof CallFailure.Server;
  }

  /// Ends this with an answer that makes no sense.
  ///
  /// @return what is to be thrown
  AtollException senseless(String problem) {
    AtollException thrown = new AtollException(Fault.CORRUPT, what + ": " + problem);
    end(false, thrown);
    return thrown;
  }

  /// Ends this because its reader has room for only so many values.
  ///
  /// @return what is to be thrown
  AtollException tooMany(int most) {
    AtollException thrown =
        new AtollException(
            Fault.TOO_LARGE,
            what + ": more than " + most + " values came; take them one by one, or ask for fewer");
    end(false, thrown);
    return thrown;
  }

  private void end(boolean good, @Nullable AtollException thrown) {
    if (over) {
      return;
    }
    over = true;
    failure = thrown;
    call.close();
    if (!good) {
      claim.broken();
    }
    claim.close();
  }

  /// Gives the rest of the answer up, if there is one.
  @Override
  public void close() {
    end(false, new AtollException(Fault.CLOSED, what + ": the answer was given up by its reader"));
  }
}
