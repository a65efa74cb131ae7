package atoll.volumeserver.replicate;

import atoll.http.HeaderList;
import atoll.http.client.ClientBody;
import atoll.http.client.ClientRequest;
import atoll.http.client.ClientResponse;
import atoll.http.client.HttpClient;
import atoll.http.client.ResponseReceiver;
import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import atoll.volume.needle.VolumeId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Carries writes and deletions to the other servers that hold a volume: to all at once, with one
/// immediate second attempt where a connection broke. Never blocks. Immutable.
///
/// @param self this server, as masters name it
/// @param secure whether the others speak TLS
/// @param meter told of every change
public record Replicator(
    HttpClient client,
    Clock clock,
    VolumeLocations locations,
    String self,
    boolean secure,
    ReplicaMeter meter) {

  private static final Duration CHANGE_MAX = Duration.ofMinutes(5);

  /// What came of carrying a change to all.
  public sealed interface Outcome {

    record Done() implements Outcome {}

    /// At least one does not have it.
    record Failed(String why) implements Outcome {}
  }

  /// Why one server does not have a change.
  ///
  /// @param text empty if it has it
  /// @param reason as metrics call it
  private record Failure(String text, String reason) {

    static final Failure NONE = new Failure("", "");

    static Failure of(AtollException why) {
      return new Failure(String.valueOf(why.getMessage()), ReplicaMeter.reason(why));
    }
  }

  private static final Outcome DONE = new Outcome.Done();

  /// Finds out where a change has to go. It must not be made before this has answered.
  ///
  /// @param copyCount of a volume that lies here; 0 if it does not
  /// @param answer called once, from any thread
  public void plan(VolumeId volume, int copyCount, Consumer<? super Copies> answer) {
    if (copyCount == 1) {
      answer.accept(Copies.NONE);
      return;
    }
    locations.find(
        volume,
        found -> {
          Copies copies = Copies.of(volume, copyCount, found, self);
          if (copies instanceof Copies.Refused(String _, boolean forget) && forget) {
            locations.forget(volume);
          }
          answer.accept(copies);
        });
  }

  /// Writes to all.
  ///
  /// @param decided called once: with the first failure, or when all have it
  /// @param settled called once nobody uses the body any more
  public void write(
      List<Location> others,
      ReplicaWrite write,
      Consumer<? super Outcome> decided,
      Runnable settled) {
    MultipartWrite form = new MultipartWrite(write);
    toAll(
        ReplicaMeter.Operation.WRITE,
        others,
        at -> () -> form.request(Endpoint.parse(at.url()), "http://" + at.url() + write.rawPath()),
        ReplicaAnswer::ofWrite,
        decided,
        settled);
  }

  /// Deletes on all.
  ///
  /// @param rawPath of the request, as it came
  /// @param token to be shown; may be empty
  public void delete(
      List<Location> others, String rawPath, String token, Consumer<? super Outcome> decided) {
    toAll(
        ReplicaMeter.Operation.DELETE,
        others,
        at ->
            () -> {
              ClientRequest request =
                  ClientRequest.of(
                      Endpoint.parse(at.url()),
                      "DELETE",
                      rawPath + "?type=replicate",
                      ClientBody.NONE);
              authorize(request.headers(), token);
              return request;
            },
        ReplicaAnswer::ofDelete,
        decided,
        () -> {});
  }

  static void authorize(HeaderList headers, String token) {
    if (!token.isEmpty()) {
      headers.add("Authorization", "BEARER " + token);
    }
  }

  private interface Requests {
    Supplier<ClientRequest> to(Location at);
  }

  private void toAll(
      ReplicaMeter.Operation operation,
      List<Location> others,
      Requests requests,
      ReplicaAnswer.Judge judge,
      Consumer<? super Outcome> decided,
      Runnable settled) {
    if (others.isEmpty()) {
      decided.accept(DONE);
      settled.run();
      return;
    }
    meter.goesTo(others.size());
    long began = clock.nanos();
    AtomicInteger open = new AtomicInteger(others.size());
    AtomicBoolean told = new AtomicBoolean();
    for (Location at : others) {
      Consumer<Failure> one =
          failure -> {
            if (!failure.text().isEmpty() && told.compareAndSet(false, true)) {
              meter.failed(operation, clock.nanos() - began, failure.reason());
              decided.accept(new Outcome.Failed("[" + at.url() + "]: " + failure.text()));
            }
            if (open.decrementAndGet() == 0) {
              if (told.compareAndSet(false, true)) {
                meter.done(operation, clock.nanos() - began);
                decided.accept(DONE);
              }
              settled.run();
            }
          };
      attempt(operation, requests.to(at), judge, true, one);
    }
  }

  /// @param operation that is counted
  /// @param again whether a broken connection is tried once more
  /// @param done takes what went wrong; empty if nothing did
  private void attempt(
      ReplicaMeter.Operation operation,
      Supplier<ClientRequest> requests,
      ReplicaAnswer.Judge judge,
      boolean again,
      Consumer<Failure> done) {
    ClientRequest request;
    try {
      request = requests.get();
    } catch (AtollException e) {
      done.accept(Failure.of(e));
      return;
    }
    client.send(
        secure ? request.overTls() : request,
        Deadline.after(clock, CHANGE_MAX),
        new ResponseReceiver() {
          @Override
          public void answered(ClientResponse response) {
            int status = response.status();
            Consumer<String> judged =
                text -> {
                  if (text.isEmpty()) {
                    done.accept(Failure.NONE);
                  } else {
                    meter.refused(operation, status);
                    done.accept(new Failure(text, ReplicaMeter.SERVER));
                  }
                };
            new ReplicaAnswer(response, judge, judged).read();
          }

          @Override
          public void failed(AtollException why) {
            if (again && why.fault() == Fault.UNREACHABLE) {
              attempt(operation, requests, judge, false, done);
            } else {
              meter.refused(operation, 0);
              done.accept(Failure.of(why));
            }
          }
        });
  }
}
