package atoll.mkv.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The process of the gateway is killed in the middle of PUTs, small and streamed.
@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class KilledGatewayTest {

  private static final int KILLS = 3;
  private static final int WRITERS = 8;

  private static final String SETTINGS =
      """
      [server]
      read_mode = "proxy"
      [limits]
      whole_object_bytes = "1KiB"
      grace = "0s"
      list_rate = 10000
      """;

  @TempDir Path folder;

  private final AtomicBoolean enough = new AtomicBoolean();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
  private final AtomicInteger unknown = new AtomicInteger();

  private void write(Store store) throws Exception {
    while (!enough.get()) {
      int number = numbers.incrementAndGet();
      String value = ("value " + number + " ").repeat(number % 2 == 0 ? 1 : 500);
      try {
        HttpResponse<String> answer = store.put("/k/" + number, value);
        if (answer.statusCode() == 201) {
          acknowledged.put("/k/" + number, value);
        }
      } catch (IOException killed) {
        unknown.incrementAndGet();
        Store.await("the gateway is there again", () -> store.accepts() || enough.get());
      }
    }
  }

  /// Hosts keep what the index knows, and not a file more: nothing that an index made anew from the
  /// hosts would bring to life.
  @Test
  void leavesNothingOnHostsThatNobodyKnowsOf() throws Exception {
    try (Store store = Store.killable(folder, 3, SETTINGS);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        all.add(
            threads.submit(() -> {
              write(store);
              return null;
            }));
      }
      try {
        for (int kill = 0; kill < KILLS; kill++) {
          int before = acknowledged.size();
          Store.await("values are written", () -> acknowledged.size() > before + 60);
          store.kill();
          store.startAgain();
        }
      } finally {
        enough.set(true);
      }
      for (Future<?> each : all) {
        each.get();
      }
      assertThat(unknown).hasPositiveValue();
      for (Map.Entry<String, String> each : acknowledged.entrySet()) {
        assertThat(store.ask("GET", each.getKey()).body()).isEqualTo(each.getValue());
      }
      store.awaitNoChore();
      assertThat(store.ask("GET", "/?writing").body()).contains("\"keys\":[]");
      String list = store.ask("GET", "/k/?list&detail=1").body();
      int values = list.split("\"copies\":3", -1).length - 1;
      assertThat(values).isGreaterThanOrEqualTo(acknowledged.size());
      // A blob and a sidecar on each host.
      Store.await("hosts keep nothing else", () -> store.files() == values * 3L * 2);
    }
  }
}
