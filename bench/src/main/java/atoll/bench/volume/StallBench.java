package atoll.bench.volume;

import atoll.bench.measure.Spread;
import atoll.volume.ReadRequest;
import atoll.volume.ReadResult;
import atoll.volume.vacuum.VacuumLimits;
import atoll.volume.vacuum.VacuumOrder;
import atoll.volume.vacuum.VacuumResult;
import atoll.volume.vacuum.Vacuums;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// How long a reader, a writer and a writer that waits for syncs are kept waiting at most: while
/// the volume, of a gibibyte, is left alone, while it is compacted, while that is committed, and
/// while the disk takes back the room of the old file. Confined.
final class StallBench {

  private static final int ROUNDS = 3;
  private static final int BODY_BYTES = 1 << 16;
  private static final int NEEDLES = 1 << 14;
  private static final int SMALL_BYTES = 1 << 10;
  private static final long PATIENCE_SECONDS = 120;

  /// The ids of what is written meanwhile begin here.
  private static final long MEANWHILE = 1L << 32;

  /// Somebody who does something again and again.
  private enum User {
    READER("a reader, 64 KiB", Duration.ofNanos(500_000)),
    WRITER("a writer, 1 KiB", Duration.ofMillis(1)),
    DURABLE_WRITER("a durable writer, 1 KiB", Duration.ofMillis(5));

    private final String words;
    private final Duration pause;

    User(String words, Duration pause) {
      this.words = words;
      this.pause = pause;
    }
  }

  private final Path directory;
  private final ByteBuffer body = BenchVolume.body(BODY_BYTES);
  private final ByteBuffer small = BenchVolume.body(SMALL_BYTES);
  private long nextId = MEANWHILE;

  StallBench(Path directory) {
    this.directory = directory;
  }

  void run(PrintStream output) throws Exception {
    Map<User, Map<Phase, Spread>> stalls = new EnumMap<>(User.class);
    Map<Phase, Spread> took = new EnumMap<>(Phase.class);
    try (BenchVolume bench = BenchVolume.create(directory)) {
      fill(bench);
      for (int round = -1; round < ROUNDS; round++) {
        // An eighth becomes garbage, and nobody has to wait for it later.
        overwrite(bench, NEEDLES / 8);
        write(bench, nextId++, small.duplicate(), true);
        Phases phases = new Phases();
        Map<User, Map<Phase, Double>> found = stalls(bench, phases);
        // The first round is for warming up.
        if (round >= 0) {
          phases.took().forEach((phase, millis) -> add(took, phase, millis));
          found.forEach((user, longest) -> {
            Map<Phase, Spread> all =
                stalls.computeIfAbsent(user, each -> new EnumMap<>(Phase.class));
            longest.forEach((phase, millis) -> add(all, phase, millis));
          });
        }
      }
    }
    output.printf("%nLongest stalls beside a vacuum of 1 GiB, %d rounds, ms:%n", ROUNDS);
    took.forEach((phase, millis) -> output.printf("%-40s %s%n", "it takes " + phase, millis));
    stalls.forEach((user, all) ->
        all.forEach(
            (phase, longest) -> output.printf("%-40s %s%n", user.words + ", " + phase, longest)));
  }

  private static void add(Map<Phase, Spread> all, Phase phase, double millis) {
    all.computeIfAbsent(phase, each -> new Spread(9, 1)).add(millis);
  }

  /// What happens to the volume meanwhile.
  private enum Phase {
    CALM("at rest"),
    COMPACTING("while it compacts"),
    COMMITTING("while it commits"),
    AFTERWARDS("in the second after that");

    private final String words;

    Phase(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /// Goes through all phases once. Shared (its fields are volatile); one thread moves it.
  private static final class Phases {

    private static final long CALM_MILLIS = 1500;
    private static final long AFTERWARDS_MILLIS = 1000;

    private final Map<Phase, Double> took = new EnumMap<>(Phase.class);
    private volatile Phase now = Phase.CALM;
    private volatile boolean over;

    Phase now() {
      return now;
    }

    boolean isOver() {
      return over;
    }

    Map<Phase, Double> took() {
      return took;
    }

    void run(BenchVolume bench) throws Exception {
      try {
        Thread.sleep(CALM_MILLIS);
        Vacuums vacuums = new Vacuums(bench.environment(), VacuumLimits.DEFAULT);
        VacuumResult compacted =
            step(
                Phase.COMPACTING,
                done -> vacuums.compact(bench.volume(), VacuumOrder.PLAIN, done::complete));
        VacuumResult committed =
            step(Phase.COMMITTING, done -> vacuums.commit(bench.volume(), done::complete));
        if (!(committed instanceof VacuumResult.Committed)) {
          throw new IllegalStateException("not vacuumed: " + compacted + ", " + committed);
        }
        now = Phase.AFTERWARDS;
        Thread.sleep(AFTERWARDS_MILLIS);
      } finally {
        over = true;
      }
    }

    private VacuumResult step(Phase phase, Consumer<CompletableFuture<VacuumResult>> begin)
        throws Exception {
      CompletableFuture<VacuumResult> done = new CompletableFuture<>();
      now = phase;
      long begun = System.nanoTime();
      begin.accept(done);
      VacuumResult result = done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      took.put(phase, (System.nanoTime() - begun) / 1e6);
      return result;
    }
  }

  private void fill(BenchVolume bench) throws Exception {
    for (long id = 1; id <= NEEDLES; id++) {
      write(bench, id, body, false);
    }
  }

  private void overwrite(BenchVolume bench, int count) throws Exception {
    for (long id = 1; id <= count; id++) {
      body.putInt(0, body.getInt(0) + 1);
      write(bench, id, body, false);
    }
  }

  private static void write(BenchVolume bench, long id, ByteBuffer data, boolean durable)
      throws Exception {
    CompletableFuture<String> done = new CompletableFuture<>();
    var write = BenchVolume.write(id, data);
    bench
        .volume()
        .write(
            durable ? write.asDurable() : write,
            result -> done.complete(result.getClass().getSimpleName()));
    String result = done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!result.equals("Written")) {
      throw new IllegalStateException("not written: " + result);
    }
  }

  /// Lets each user do what it does until all phases are over.
  ///
  /// @return the longest that each waited in each phase, in milliseconds
  private Map<User, Map<Phase, Double>> stalls(BenchVolume bench, Phases phases) throws Exception {
    Map<User, CompletableFuture<Map<Phase, Double>>> running = new EnumMap<>(User.class);
    for (User user : User.values()) {
      long ids = nextId;
      nextId += MEANWHILE;
      CompletableFuture<Map<Phase, Double>> longest = new CompletableFuture<>();
      running.put(user, longest);
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            try {
              longest.complete(longest(bench, user, ids, phases));
            } catch (Exception e) {
              longest.completeExceptionally(e);
            }
          });
    }
    phases.run(bench);
    Map<User, Map<Phase, Double>> found = new EnumMap<>(User.class);
    for (Map.Entry<User, CompletableFuture<Map<Phase, Double>>> each : running.entrySet()) {
      found.put(each.getKey(), each.getValue().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
    return found;
  }

  private Map<Phase, Double> longest(BenchVolume bench, User user, long firstId, Phases phases)
      throws Exception {
    SplittableRandom random = new SplittableRandom(firstId);
    ByteBuffer data = small.duplicate();
    long id = firstId;
    Map<Phase, Double> longest = new EnumMap<>(Phase.class);
    while (!phases.isOver()) {
      Phase phase = phases.now();
      long begun = System.nanoTime();
      switch (user) {
        case READER -> read(bench, 1L + random.nextInt(NEEDLES));
        case WRITER -> write(bench, id++, data, false);
        case DURABLE_WRITER -> write(bench, id++, data, true);
      }
      // What began before a phase and ended in it counts for both.
      double millis = (System.nanoTime() - begun) / 1e6;
      longest.merge(phase, millis, Math::max);
      longest.merge(phases.now(), millis, Math::max);
      LockSupport.parkNanos(user.pause.toNanos());
    }
    return longest;
  }

  private static void read(BenchVolume bench, long id) {
    switch (bench.volume().read(new ReadRequest(BenchVolume.key(id)))) {
      case ReadResult.Found found -> found.close();
      case ReadResult other -> throw new IllegalStateException("not read: " + other);
    }
  }
}
