package atoll.volumeserver.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import atoll.kit.AtollException;
import atoll.volume.Restriction;
import atoll.volume.VolumePaths;
import atoll.volume.needle.VolumeId;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.volume.ReadAllNeedlesRequest;
import atoll.volumeserver.wire.volume.ReadAllNeedlesResponse;
import atoll.volumeserver.wire.volume.VolumeCopyRequest;
import atoll.volumeserver.wire.volume.VolumeCopyResponse;
import com.google.common.collect.ImmutableList;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Volumes on their way from one server to another, over real sockets.
class MoveTest {

  @TempDir private Path work;
  private MovePeer source;
  private MovePeer target;

  @BeforeEach
  void begin() throws IOException {
    source = new MovePeer(Files.createDirectory(work.resolve("source")));
    target = new MovePeer(Files.createDirectory(work.resolve("target")));
  }

  @AfterEach
  void end() {
    source.close();
    target.close();
  }

  private List<VolumeCopyResponse> copy(ServerAddress from) {
    return target.copy(3, from.toString());
  }

  private void follow(long sinceNanos) {
    target.follow(3, source.address().toString(), sinceNanos, 1);
  }

  private static void refused(ThrowingCallable call, String text) {
    assertThatThrownBy(call).isInstanceOf(StatusRuntimeException.class).hasMessageContaining(text);
  }

  // ---- copies ----

  @Test
  void aCopyIsByteForByteTheSame() throws IOException {
    VolumePaths from = source.allocate(3).paths();
    for (int i = 1; i <= 50; i++) {
      source.write(3, i, "needle " + i);
    }
    source.write(3, 51, "x".repeat(3 << 20));
    source.delete(3, 7);

    List<VolumeCopyResponse> answers = copy(source.address());

    VolumePaths to = target.volume(3).paths();
    assertThat(to.data()).hasSameBinaryContentAs(from.data());
    assertThat(to.index()).hasSameBinaryContentAs(from.index());
    assertThat(to.info()).hasSameBinaryContentAs(from.info());
    assertThat(Files.getLastModifiedTime(to.data()))
        .isEqualTo(Files.getLastModifiedTime(from.data()));
    assertThat(answers).hasSize(1);
    assertThat(answers.getLast().getLastAppendAtNs())
        .isEqualTo(source.volume(3).status().lastAppendedNanos());
    assertThat(Needles.of(target.volume(3))).isEqualTo(Needles.of(source.volume(3))).hasSize(50);
    assertThat(target.files(3)).containsExactly("c_3.dat", "c_3.idx", "c_3.vif");
  }

  @Test
  void aCopyTakesThePlaceOfWhatIsHere() {
    source.allocate(3);
    source.write(3, 1, "new");
    target.allocate(3);
    target.write(3, 1, "old");
    target.write(3, 2, "gone");

    copy(source.address());

    assertThat(target.read(3, 1)).contains("new");
    assertThat(target.read(3, 2)).isEmpty();
  }

  @Test
  void whatIsHereStaysIfThereIsNothingToPutInItsPlace() {
    target.allocate(3);
    target.write(3, 1, "old");

    refused(() -> copy(source.address()), "not found volume id 3");
    refused(() -> copy(new ServerAddress("127.0.0.1", 1, 1)), "UNAVAILABLE");

    assertThat(target.read(3, 1)).contains("old");
  }

  @Test
  void aServerDoesNotCopyFromItself() {
    target.allocate(3);
    target.write(3, 1, "old");

    refused(() -> copy(target.fixture.node.identity().address()), "from this server to itself");
    refused(() -> target.copy(3, "localhost:8080.18081"), "from this server to itself");

    assertThat(target.read(3, 1)).contains("old");
  }

  @Test
  void aVolumeThatLiesAboutIsNotOverwritten() throws IOException {
    source.allocate(3);
    Files.writeString(target.data.resolve("c_3.dat"), "precious");

    refused(() -> copy(source.address()), "c_3.dat");

    assertThat(target.data.resolve("c_3.dat")).hasContent("precious");
  }

  @Test
  void whatAnEarlierCopyLeftIsReplaced() throws IOException {
    source.allocate(3);
    source.write(3, 1, "new");
    Files.writeString(target.data.resolve("c_3.note"), "");
    Files.writeString(target.data.resolve("c_3.dat"), "half");

    copy(source.address());

    assertThat(target.read(3, 1)).contains("new");
  }

  @Test
  void maintenanceTakesInNothing() {
    target.fixture.node.store().changeState(0, true);

    refused(() -> copy(source.address()), "volume server node-1 is in maintenance mode");
  }

  @Test
  void aPaceThatTheCallerWantsIsKept() {
    source.allocate(3);
    source.write(3, 1, "x".repeat(6 << 20));
    long begun = System.nanoTime();

    var answers =
        target
            .calls()
            .volumeCopy(
                VolumeCopyRequest.newBuilder()
                    .setVolumeId(3)
                    .setSourceDataNode(source.address().toString())
                    .setIoBytePerSecond(8 << 20)
                    .build());
    assertThat(ImmutableList.copyOf(answers)).hasSize(1);

    assertThat((System.nanoTime() - begun) / 1e9).isGreaterThan(0.4);
  }

  @Test
  void whoeverGivesACopyUpLeavesNothing() throws Exception {
    source.allocate(3);
    source.write(3, 1, "x".repeat(6 << 20));
    try (Wire wire = new Wire(source.address().grpcPort());
        Context.CancellableContext caller = Context.current().withCancellation()) {
      wire.pinchAfter(3 << 20);
      String from = new ServerAddress("127.0.0.1", 1, wire.port()).toString();
      CompletableFuture<Void> copy =
          CompletableFuture.runAsync(caller.wrap((Runnable) () -> target.copy(3, from)));
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(wire::isPinched);
      assertThat(target.files(3)).contains("c_3.note");

      caller.cancel(null);

      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> target.files(3).isEmpty());
      assertThatThrownBy(() -> copy.get(20, TimeUnit.SECONDS)).hasMessageContaining("CANCELLED");
    }
  }

  // ---- tails ----

  @Test
  void aTailBringsWhatWasAppendedSince() {
    source.allocate(3);
    source.write(3, 1, "one");
    source.write(3, 2, "two");
    long since = copy(source.address()).getLast().getLastAppendAtNs();
    source.write(3, 2, "two, anew");
    source.delete(3, 1);
    source.write(3, 4, "");
    source.write(3, 5, "x".repeat(9 << 20));

    follow(since);

    assertThat(target.read(3, 1)).isEmpty();
    assertThat(target.read(3, 2)).contains("two, anew");
    assertThat(target.read(3, 4)).contains("");
    assertThat(target.volume(3).status().dataBytes() - source.volume(3).status().dataBytes())
        .isZero();
    assertThat(target.volume(3).status().counters().fileCount())
        .isEqualTo(source.volume(3).status().counters().fileCount());
  }

  @Test
  void aTailThatBeginsTooEarlyChangesNothing() {
    source.allocate(3);
    for (int i = 1; i <= 30; i++) {
      source.write(3, i, "needle " + i);
    }
    copy(source.address());
    long bytes = target.volume(3).status().dataBytes();

    follow(0);

    assertThat(target.volume(3).status().dataBytes()).isEqualTo(bytes);
  }

  @Test
  void aTailToAVolumeThatTakesNoWritesFails() {
    source.allocate(3);
    copy(source.address());
    source.write(3, 1, "one");
    target.volume(3).restrict(Restriction.MARKED);

    refused(() -> follow(0), "volume 3 refuses it");
    refused(
        () -> target.follow(4, source.address().toString(), 0, 1),
        "receiver not found volume id 4");
  }

  @Test
  void aTailEndsWithItsVolume() {
    source.allocate(3);
    source.write(3, 1, "one");
    target.allocate(3);
    CompletableFuture<Void> tail =
        CompletableFuture.runAsync(() -> target.follow(3, source.address().toString(), 0, 0));
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> target.read(3, 1).isPresent());

    source.fixture.node.store().unmount(new VolumeId(3), _ -> {});

    assertThatThrownBy(() -> tail.get(20, TimeUnit.SECONDS))
        .hasMessageContaining("volume 3 was closed");
  }

  // ---- all needles ----

  @Test
  void allNeedlesComeInTheOrderOfTheFileWithoutThoseThatAreGone() {
    source.allocate(3);
    source.write(3, 9, "nine");
    source.write(3, 1, "one");
    source.write(3, 5, "five");
    source.write(3, 9, "nine, anew");
    source.delete(3, 1);

    List<ReadAllNeedlesResponse> all =
        ImmutableList.copyOf(
            source
                .calls()
                .readAllNeedles(ReadAllNeedlesRequest.newBuilder().addVolumeIds(3).build()));

    assertThat(all)
        .extracting(
            ReadAllNeedlesResponse::getNeedleId, each -> each.getNeedleBlob().toStringUtf8())
        .containsExactly(tuple(5L, "five"), tuple(9L, "nine, anew"));
    assertThat(all).allSatisfy(each -> assertThat(each.getCookie()).isEqualTo(5));
  }

  @Test
  void aVolumeThatIsNotHereEndsTheListing() {
    source.allocate(3);
    source.write(3, 9, "nine");
    var answers =
        source
            .calls()
            .readAllNeedles(
                ReadAllNeedlesRequest.newBuilder().addVolumeIds(3).addVolumeIds(4).build());

    assertThat(answers.next().getNeedleId()).isEqualTo(9);
    refused(answers::hasNext, "not found volume id 4");
  }

  @Test
  void anArrivalThatIsGivenUpLeavesNothing() throws IOException {
    source.allocate(3);
    Files.write(source.volume(3).paths().info(), new byte[(1 << 20) + 100]);

    refused(() -> copy(source.address()), "");

    assertThat(target.files(3)).isEmpty();
    assertThat(target.fixture.node.store().find(new VolumeId(3))).isEmpty();
    assertThatThrownBy(() -> target.fixture.node.store().mount(new VolumeId(3)))
        .isInstanceOf(AtollException.class);
  }
}
