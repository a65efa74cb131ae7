package atoll.cueballdns;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;

/// Asks name servers, one after the other, until one answers: over UDP, and over TCP if the answer
/// was cut short. Confined to one piece of work at a time.
final class NameServers {

  /// The library's own timer comes first; this one only guards against it.
  private static final long GRACE_MILLIS = 1_000;

  private final Duration answerTime;
  private final List<SimpleResolver> servers = new ArrayList<>();

  NameServers(List<Endpoint> addresses, Duration answerTime) {
    this.answerTime = answerTime;
    for (Endpoint address : addresses) {
      SimpleResolver server =
          new SimpleResolver(new InetSocketAddress(address.host(), address.port()));
      server.setTimeout(answerTime);
      servers.add(server);
    }
  }

  Answer ask(Name name, int type) {
    Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
    AtollException last =
        new AtollException(Fault.UNREACHABLE, "no name server of " + servers + " knows " + name);
    for (SimpleResolver server : servers) {
      try {
        Optional<Answer> answer = Reading.of(ask(server, query), name, type);
        if (answer.isPresent()) {
          return answer.get();
        }
      } catch (AtollException failed) {
        if (failed.fault() == Fault.CANCELLED) {
          throw failed;
        }
        last = failed;
      }
    }
    return new Answer.Failed(last);
  }

  private Message ask(SimpleResolver server, Message query) {
    String what = "asking " + server.getAddress() + " for " + query.getQuestion().getName();
    try {
      return server
          .sendAsync(query)
          .toCompletableFuture()
          .get(answerTime.toMillis() * 2 + GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AtollException(Fault.CANCELLED, what + " was cancelled", interrupted);
    } catch (TimeoutException late) {
      throw new AtollException(Fault.TIMEOUT, what + ": no answer in time", late);
    } catch (ExecutionException failed) {
      throw new AtollException(Fault.UNREACHABLE, what + " failed: " + failed.getCause(), failed);
    }
  }
}
