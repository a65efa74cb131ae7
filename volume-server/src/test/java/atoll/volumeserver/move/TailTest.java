package atoll.volumeserver.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.volume.vacuum.VacuumOrder;
import atoll.volume.vacuum.VacuumResult;
import atoll.volumeserver.wire.volume.VolumeTailSenderRequest;
import atoll.volumeserver.wire.volume.VolumeTailSenderResponse;
import com.google.common.collect.ImmutableList;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server sends of a volume as it is appended, over a real socket.
class TailTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path work;
  private MovePeer source;

  @BeforeEach
  void begin() throws IOException {
    source = new MovePeer(Files.createDirectory(work.resolve("source")));
  }

  @AfterEach
  void end() {
    source.close();
  }

  private Iterator<VolumeTailSenderResponse> tail(long since, int idleSeconds) {
    return source
        .calls()
        .volumeTailSender(
            VolumeTailSenderRequest.newBuilder()
                .setVolumeId(3)
                .setSinceNs(since)
                .setIdleTimeoutSeconds(idleSeconds)
                .build());
  }

  @Test
  void anIdleVolumeGivesASignOfLifeAndThenEnds() {
    source.allocate(3);

    List<VolumeTailSenderResponse> messages = ImmutableList.copyOf(tail(0, 1));

    assertThat(messages)
        .containsExactly(
            VolumeTailSenderResponse.newBuilder().setIsLastChunk(true).setVersion(3).build());
  }

  @Test
  void aVolumeThatIsNotHereIsRefused() {
    assertThatThrownBy(() -> tail(0, 1).hasNext())
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("not found volume id 3");
  }

  @Test
  void aLongNeedleComesInPiecesWhoseLastOneSaysSo() {
    source.allocate(3);
    source.write(3, 1, "x".repeat(5 << 20));

    List<VolumeTailSenderResponse> pieces =
        ImmutableList.copyOf(tail(0, 1)).stream()
            .filter(message -> !message.getNeedleBody().isEmpty())
            .toList();

    assertThat(pieces)
        .extracting(VolumeTailSenderResponse::getIsLastChunk)
        .containsExactly(false, false, true);
    assertThat(pieces)
        .allSatisfy(piece -> {
          assertThat(piece.getNeedleHeader().size()).isEqualTo(16);
          assertThat(piece.getNeedleBody().size()).isLessThanOrEqualTo(2 << 20);
        });
    assertThat(pieces.stream().mapToLong(piece -> piece.getNeedleBody().size()).sum() + 16 + 8)
        .isEqualTo(source.volume(3).status().dataBytes());
  }

  private static void vacuum(MovePeer peer) {
    assertThat(
            await(done ->
                peer.fixture.node.vacuums().compact(peer.volume(3), VacuumOrder.PLAIN, done)))
        .isInstanceOf(VacuumResult.Compacted.class);
    assertThat(await(done -> peer.fixture.node.vacuums().commit(peer.volume(3), done)))
        .isInstanceOf(VacuumResult.Committed.class);
  }

  private static VacuumResult await(Consumer<Consumer<VacuumResult>> call) {
    CompletableFuture<VacuumResult> answer = new CompletableFuture<>();
    call.accept(answer::complete);
    return answer.orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Test
  void aVacuumInTheMiddleOfATailLosesNothing() throws Exception {
    try (MovePeer target = new MovePeer(Files.createDirectory(work.resolve("target")))) {
      source.allocate(3);
      target.allocate(3);
      CompletableFuture<Void> tail =
          CompletableFuture.runAsync(() -> target.follow(3, source.address().toString(), 0, 3));
      source.write(3, 1, "first");
      Awaitility.await().atMost(PATIENCE).until(() -> target.read(3, 1).isPresent());
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 200; i++) {
          source.write(3, 100 + i, "round " + round);
          if (i % 3 == 0) {
            source.delete(3, 100 + i);
          }
        }
        vacuum(source);
      }
      source.write(3, 2, "last");

      tail.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

      assertThat(Needles.of(target.volume(3))).isEqualTo(Needles.of(source.volume(3)));
      assertThat(target.read(3, 2)).contains("last");
    }
  }

  @Test
  void whatIsToldToMastersChangesAsSoonAsACopyIsThere() throws Exception {
    try (MovePeer target = new MovePeer(Files.createDirectory(work.resolve("target")))) {
      source.allocate(3);
      CompletableFuture<Boolean> told = new CompletableFuture<>();
      target.fixture.node.onVolumesChanged(
          () -> told.complete(!target.fixture.node.store().inventory().volumes().isEmpty()));

      assertThat(target.copy(3, source.address().toString())).hasSize(1);

      assertThat(told.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }
}
