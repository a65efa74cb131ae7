package atoll.volumeserver.node;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.real.RealClock;
import atoll.volume.Volume;
import atoll.volume.files.VolumeName;
import atoll.volume.needle.Ttl;
import atoll.volume.needle.VolumeId;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volume.superblock.SuperBlock;
import atoll.volume.vacuum.VacuumResult;
import atoll.volumeserver.NodeFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkPaceTest {

  private static final int NEEDLES = 64;
  private static final int NEEDLE_BYTES = 16 * 1024;
  private static final long BYTES_PER_SECOND = 10_000;

  @TempDir private Path data;

  /// Nobody really waits: what a vacuum asks for is noted, and the last pause is all that it owes.
  @Test
  void aVacuumAsksForThePausesOfItsRate() {
    Queue<Duration> pauses = new ConcurrentLinkedQueue<>();
    WorkPace pace = WorkPace.of(BYTES_PER_SECOND, 0, new RealClock(), pauses::add);
    try (NodeFixture fixture = new NodeFixture(data, 8, pace).loaded()) {
      Volume volume =
          fixture
              .node
              .store()
              .create(
                  new VolumeName("c", new VolumeId(3)),
                  SuperBlock.fresh(ReplicaPlacement.NONE, Ttl.NONE),
                  "");
      for (int id = 1; id <= NEEDLES; id++) {
        fixture.write(3, id, "x".repeat(NEEDLE_BYTES));
      }

      long began = System.nanoTime();
      CompletableFuture<VacuumResult> answer = new CompletableFuture<>();
      fixture.node.vacuums().compact(volume, fixture.node.pace().vacuum(), answer::complete);
      assertThat(answer.orTimeout(60, TimeUnit.SECONDS).join())
          .isInstanceOf(VacuumResult.Compacted.class);
      Duration took = Duration.ofNanos(System.nanoTime() - began);

      Duration whole = Duration.ofSeconds((long) NEEDLES * NEEDLE_BYTES / BYTES_PER_SECOND);
      Duration most = pauses.stream().max(Duration::compareTo).orElse(Duration.ZERO);
      assertThat(most)
          .as("owed after %s of copying", took)
          .isBetween(whole.minus(took).multipliedBy(9).dividedBy(10), whole.plusSeconds(2));
    }
  }
}
