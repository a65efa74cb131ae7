package atoll.volumeserver.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.volume.Restriction;
import atoll.volume.VolumeStatus;
import atoll.volume.needle.VolumeId;
import atoll.volumeserver.wire.ServerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A volume that moves while clients write to it at full rate, over real sockets: 20,000 writes,
/// overwrites and deletions, before and during the copy, during the tail, and up to the switch.
class MoveUnderWritesTest {

  private static final int VOLUME = 3;
  private static final long SEED = 20_250_411;
  private static final int IDLE_SECONDS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path work;
  private Traffic traffic = new Traffic(SEED, VOLUME, true);
  private MovePeer source;
  private MovePeer target;
  private Wire wire;

  @BeforeEach
  void begin() throws IOException {
    source = new MovePeer(Files.createDirectory(work.resolve("source")));
    target = new MovePeer(Files.createDirectory(work.resolve("target")));
    wire = new Wire(source.address().grpcPort());
    source.allocate(VOLUME);
  }

  @AfterEach
  void end() throws IOException {
    wire.close();
    source.close();
    target.close();
  }

  private String throughTheWire() {
    return new ServerAddress("127.0.0.1", 1, wire.port()).toString();
  }

  /// @return since when a tail must follow
  private CompletableFuture<Long> copy() {
    return CompletableFuture.supplyAsync(
        () -> target.copy(VOLUME, throughTheWire()).getLast().getLastAppendAtNs());
  }

  private CompletableFuture<Void> follow(long since) {
    return CompletableFuture.runAsync(
        () -> target.follow(VOLUME, throughTheWire(), since, IDLE_SECONDS));
  }

  /// As one orders it whose peer has only just come back: until the way to it is open again.
  private CompletableFuture<Void> followAgain(long since) {
    return CompletableFuture.runAsync(() ->
        Awaitility.await()
            .atMost(PATIENCE)
            .ignoreExceptionsMatching(broken -> broken.toString().contains("UNAVAILABLE"))
            .until(() -> {
              target.follow(VOLUME, throughTheWire(), since, IDLE_SECONDS);
              return true;
            }));
  }

  private static <R> R await(CompletableFuture<R> work) throws Exception {
    return work.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private void switchOver(CompletableFuture<Void> tail) throws Exception {
    source.volume(VOLUME).restrict(Restriction.MARKED);
    await(tail);
    traffic.verify(target);
    assertThat(Needles.of(target.volume(VOLUME)))
        .as("seed %d", SEED)
        .isEqualTo(Needles.of(source.volume(VOLUME)))
        .hasSizeGreaterThan(5_000);
  }

  @Test
  void nothingIsLostAndNothingComesTwice() throws Exception {
    // Of an empty needle that is deleted soon after, a target may write neither.
    traffic = new Traffic(SEED, VOLUME, false);
    traffic.run(source, 8_000);
    CompletableFuture<Long> copy = copy();
    traffic.run(source, 4_000);
    long since = await(copy);
    traffic.run(source, 1_000);
    CompletableFuture<Void> tail = follow(since);
    traffic.run(source, 7_000);

    switchOver(tail);

    VolumeStatus from = source.volume(VOLUME).status();
    VolumeStatus to = target.volume(VOLUME).status();
    assertThat(to.dataBytes()).isEqualTo(from.dataBytes());
    assertThat(to.indexBytes()).isEqualTo(from.indexBytes());
    assertThat(to.counters()).isEqualTo(from.counters());
  }

  /// What dies in the middle of a copy, and again in the middle of the tail.
  enum Killed {
    SOURCE,
    TARGET,
    CONNECTION
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLostIfSomebodyDies(Killed who) throws Exception {
    traffic.run(source, 8_000);
    wire.pinchAfter(1 << 20);
    CompletableFuture<Long> copy = copy();
    traffic.run(source, 2_000);
    Awaitility.await().atMost(PATIENCE).until(wire::isPinched);
    assertThat(target.files(VOLUME)).contains("c_3.note", "c_3.dat");
    kill(who);
    assertThatThrownBy(() -> await(copy)).isInstanceOf(ExecutionException.class);
    Awaitility.await().atMost(PATIENCE).until(() -> target.files(VOLUME).isEmpty());
    assertThat(target.fixture.node.store().find(new VolumeId(VOLUME))).isEmpty();

    CompletableFuture<Long> again = copy();
    traffic.run(source, 2_000);
    long since = await(again);
    traffic.run(source, 3_000);
    wire.pinchAfter(300_000);
    CompletableFuture<Void> cutOff = follow(since);
    traffic.run(source, 1_000);
    Awaitility.await().atMost(PATIENCE).until(wire::isPinched);
    kill(who);
    assertThatThrownBy(() -> await(cutOff)).isInstanceOf(ExecutionException.class);

    CompletableFuture<Void> tail = followAgain(since);
    traffic.run(source, 4_000);
    switchOver(tail);
  }

  private void kill(Killed who) throws IOException {
    switch (who) {
      case CONNECTION -> wire.cut();
      case SOURCE -> {
        source.close();
        wire.cut();
        source = new MovePeer(source.data);
        wire.redirect(source.address().grpcPort());
      }
      case TARGET -> {
        // The files as they lie there at this moment, while nothing comes through the wire.
        Path remains = copyOf(target.data);
        wire.cut();
        target.close();
        target = new MovePeer(remains);
      }
    }
  }

  private Path copyOf(Path directory) throws IOException {
    Path copy = Files.createTempDirectory(work, "remains");
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(String.valueOf(file.getFileName())));
      }
    }
    return copy;
  }
}
