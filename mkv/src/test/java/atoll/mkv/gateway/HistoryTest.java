package atoll.mkv.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.sim.SeededRandomness;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many clients write, delete and read while hosts are killed and stand still and the gateway is
/// killed: nothing that was acknowledged is lost, nothing comes back, and no value is mixed.
///
/// Each key has one writer, whose changes are numbered; every fifth one is a deletion. A read that
/// began when change `a` was acknowledged and ended when change `b` had begun may show any change
/// from `a` to `b`, and nothing else.
@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class HistoryTest {

  private static final long SEED = 20_261_121;
  private static final int KEYS = 6;
  private static final int READERS = 4;
  private static final int TROUBLES = 6;
  private static final int GATEWAY_KILLS = 2;

  private static final String SETTINGS =
      """
      [server]
      overwrite = "replace"
      read_mode_by_request = true
      [health]
      interval = "100ms"
      timeout = "500ms"
      fall = 2
      [limits]
      host_connect_timeout = "300ms"
      host_response_timeout = "500ms"
      whole_object_bytes = "2KiB"
      """;

  @TempDir Path folder;

  private final AtomicBoolean enough = new AtomicBoolean();
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong unknown = new AtomicLong();

  /// What is known of the changes to one key.
  private static final class Register {
    final String path;
    final AtomicInteger begun = new AtomicInteger();
    final AtomicInteger acknowledged = new AtomicInteger();

    Register(String path) {
      this.path = path;
    }

    static boolean isDeletion(int change) {
      return change % 5 == 0;
    }

    String value(int change) {
      return (path + ":" + change + ";").repeat(1 + change % 3 * 300);
    }

    /// The change that a body shows.
    int changeOf(String body) {
      int colon = body.indexOf(':');
      int change = Integer.parseInt(body.substring(colon + 1, body.indexOf(';')));
      assertThat(body).as("value of " + path + " is whole").isEqualTo(value(change));
      return change;
    }
  }

  private void write(Store store, Register register) throws Exception {
    while (!enough.get()) {
      int change = register.begun.incrementAndGet();
      try {
        HttpResponse<String> answer =
            Register.isDeletion(change)
                ? store.ask("DELETE", register.path)
                : store.put(register.path, register.value(change));
        if (answer.statusCode() / 100 == 2
            || (Register.isDeletion(change) && answer.statusCode() == 404)) {
          register.acknowledged.set(change);
        } else {
          assertThat(answer.statusCode()).as(answer.body()).isIn(409, 503, 504, 507);
        }
      } catch (IOException broken) {
        // What became of this change is not known: reads may show it or not.
        unknown.incrementAndGet();
        awaitGateway(store);
      }
    }
  }

  private void read(Store store, List<Register> registers, SeededRandomness chance)
      throws Exception {
    while (!enough.get()) {
      Register register = registers.get(chance.nextInt(registers.size()));
      int least = register.acknowledged.get();
      HttpResponse<String> answer;
      try {
        answer =
            chance.nextBoolean()
                ? store.follow(register.path)
                : store.ask("GET", register.path, "X-Mkv-Read-Mode", "proxy");
      } catch (IOException unreachable) {
        awaitGateway(store);
        continue;
      }
      check(register, least, answer);
      reads.incrementAndGet();
    }
  }

  private void awaitGateway(Store store) throws Exception {
    Store.await("the gateway is there", () -> store.accepts() || enough.get());
  }

  private static void check(Register register, int least, HttpResponse<String> answer) {
    int most = register.begun.get();
    String said = register.path + " between " + least + " and " + most + ", seed " + SEED;
    switch (answer.statusCode()) {
      case 200 -> assertThat(register.changeOf(answer.body())).as(said).isBetween(least, most);
      case 404 -> {
        boolean deleted = least == 0;
        for (int change = least; change <= most; change++) {
          deleted |= Register.isDeletion(change);
        }
        assertThat(deleted).as("no value of " + said).isTrue();
      }
      default -> assertThat(answer.statusCode()).as(said).isIn(502, 503, 504);
    }
  }

  private void trouble(Store store, SeededRandomness chance) throws Exception {
    for (int round = 0; round < TROUBLES; round++) {
      Nginx host = store.hosts.get(chance.nextInt(3));
      long before = reads.get();
      if (chance.nextBoolean()) {
        host.kill();
        Store.await("reads go on without " + host.id, () -> reads.get() > before + 30);
        host.restart();
      } else {
        host.signal("STOP");
        try {
          Store.await("reads go on beside " + host.id, () -> reads.get() > before + 30);
        } finally {
          host.signal("CONT");
        }
      }
      goesOn();
      if (round % 3 == 2 && round / 3 < GATEWAY_KILLS) {
        store.kill();
        store.startAgain();
        goesOn();
      }
    }
  }

  private void goesOn() throws Exception {
    long before = reads.get();
    Store.await("reads go on with all", () -> reads.get() > before + 30);
  }

  @Test
  void losesNothingBringsNothingBackAndMixesNothing() throws Exception {
    SeededRandomness chance = new SeededRandomness(SEED);
    List<Register> registers = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      registers.add(new Register("/register/" + key));
    }
    try (Store store = Store.killable(folder, 3, SETTINGS);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (Register register : registers) {
        all.add(
            threads.submit(() -> {
              write(store, register);
              return null;
            }));
      }
      for (int reader = 0; reader < READERS; reader++) {
        SeededRandomness own = chance.stream("reader", reader);
        all.add(
            threads.submit(() -> {
              read(store, registers, own);
              return null;
            }));
      }
      try {
        trouble(store, chance.stream("trouble"));
      } finally {
        enough.set(true);
      }
      for (Future<?> each : all) {
        each.get();
      }
      store.restart();
      for (Register register : registers) {
        int least = register.acknowledged.get();
        check(register, least, store.ask("GET", register.path, "X-Mkv-Read-Mode", "proxy"));
        assertThat(least).as("changes of " + register.path).isPositive();
      }
    }
  }
}
