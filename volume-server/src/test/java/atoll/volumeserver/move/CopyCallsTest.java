package atoll.volumeserver.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.volume.VolumePaths;
import atoll.volumeserver.wire.volume.CopyFileRequest;
import atoll.volumeserver.wire.volume.CopyFileResponse;
import atoll.volumeserver.wire.volume.ReadVolumeFileStatusRequest;
import atoll.volumeserver.wire.volume.ReadVolumeFileStatusResponse;
import atoll.volumeserver.wire.volume.VolumeIncrementalCopyRequest;
import atoll.volumeserver.wire.volume.VolumeIncrementalCopyResponse;
import atoll.volumeserver.wire.volume.VolumeSyncStatusRequest;
import atoll.volumeserver.wire.volume.VolumeSyncStatusResponse;
import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What others read of the files of a volume, over a real socket.
class CopyCallsTest {

  @TempDir private Path data;
  private MovePeer peer;

  @BeforeEach
  void begin() {
    peer = new MovePeer(data);
  }

  @AfterEach
  void end() {
    peer.close();
  }

  private static CopyFileRequest.Builder whole(String extension) {
    return CopyFileRequest.newBuilder()
        .setVolumeId(3)
        .setExt(extension)
        .setCompactionRevision(-1)
        .setStopOffset(Long.MAX_VALUE);
  }

  private List<CopyFileResponse> copy(CopyFileRequest.Builder request) {
    return ImmutableList.copyOf(peer.calls().copyFile(request.build()));
  }

  private static byte[] content(List<CopyFileResponse> pieces) {
    return ByteString.copyFrom(pieces.stream().map(CopyFileResponse::getFileContent).toList())
        .toByteArray();
  }

  private byte[] appendedSince(long nanos) {
    List<VolumeIncrementalCopyResponse> pieces =
        ImmutableList.copyOf(
            peer.calls()
                .volumeIncrementalCopy(
                    VolumeIncrementalCopyRequest.newBuilder()
                        .setVolumeId(3)
                        .setSinceNs(nanos)
                        .build()));
    return ByteString.copyFrom(
            pieces.stream().map(VolumeIncrementalCopyResponse::getFileContent).toList())
        .toByteArray();
  }

  private static void refused(ThrowingCallable call, String text) {
    assertThatThrownBy(call).isInstanceOf(StatusRuntimeException.class).hasMessageContaining(text);
  }

  // ---- files ----

  @Test
  void filesTravelAsTheyAre() throws IOException {
    VolumePaths paths = peer.allocate(3).paths();
    peer.write(3, 1, "x".repeat(5 << 20));
    peer.write(3, 2, "two");
    peer.delete(3, 2);

    List<CopyFileResponse> pieces = copy(whole(".dat"));

    assertThat(content(pieces)).isEqualTo(Files.readAllBytes(paths.data()));
    assertThat(pieces).hasSize(3);
    assertThat(pieces)
        .extracting(piece -> piece.getModifiedTsNs() > 0)
        .containsExactly(true, false, false);
    assertThat(content(copy(whole(".idx")))).isEqualTo(Files.readAllBytes(paths.index()));
    assertThat(content(copy(whole(".vif")))).isEqualTo(Files.readAllBytes(paths.info()));
  }

  @Test
  void noMoreIsSentThanWasAskedFor() throws IOException {
    VolumePaths paths = peer.allocate(3).paths();
    peer.write(3, 1, "one");

    assertThat(content(copy(whole(".dat").setStopOffset(11))))
        .isEqualTo(Arrays.copyOf(Files.readAllBytes(paths.data()), 11));
  }

  @Test
  void aFileWithoutContentTellsWhenItWasChanged() {
    peer.allocate(3);

    assertThat(copy(whole(".idx")))
        .singleElement()
        .satisfies(piece -> {
          assertThat(piece.getModifiedTsNs()).isPositive();
          assertThat(piece.getFileContent().isEmpty()).isTrue();
        });
    assertThat(copy(whole(".dat").setStopOffset(0))).hasSize(1);
  }

  @Test
  void aMissingFileIsNoFaultForWhoeverExpectsIt() {
    peer.allocate(3);

    assertThat(copy(whole(".cpd").setIgnoreSourceFileNotFound(true))).isEmpty();
    assertThat(copy(whole(".cpd").setStopOffset(0))).isEmpty();
    refused(() -> copy(whole(".cpd")), "file .cpd of volume 3 not found");
  }

  @Test
  void anotherRevisionIsRefused() {
    peer.allocate(3);

    assertThat(copy(whole(".dat").setCompactionRevision(0))).hasSize(1);
    refused(() -> copy(whole(".dat").setCompactionRevision(1)), "volume 3 is compacted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "dat", "./dat", "./../../x", ".a b", ".dät"})
  void extensionsThatLeadElsewhereAreRefused(String extension) {
    peer.allocate(3);

    refused(() -> copy(whole(extension)), "invalid file extension \"" + extension + "\"");
  }

  @Test
  void collectionsThatLeadElsewhereAreRefused() {
    refused(
        () -> copy(whole(".ec00").setIsEcVolume(true).setCollection("../x")),
        "invalid collection \"../x\"");
  }

  @Test
  void shardsAreFoundByTheirNames() throws IOException {
    Files.writeString(data.resolve("c_3.ec01"), "shard");
    CopyFileRequest.Builder shard = whole(".ec01").setIsEcVolume(true).setCollection("c");

    assertThat(content(copy(shard))).asString().isEqualTo("shard");
    refused(() -> copy(shard.setExt(".ec02")), "not found ec volume id 3");
    assertThat(copy(shard.setIgnoreSourceFileNotFound(true))).isEmpty();
  }

  @Test
  void aVolumeThatIsNotHereIsRefused() {
    refused(() -> copy(whole(".dat")), "not found volume id 3");
    refused(() -> appendedSince(0), "not found volume id 3");
    refused(
        () ->
            peer.calls()
                .volumeSyncStatus(VolumeSyncStatusRequest.newBuilder().setVolumeId(-1).build()),
        "not found volume id 4294967295");
    refused(
        () ->
            peer.calls()
                .readVolumeFileStatus(
                    ReadVolumeFileStatusRequest.newBuilder().setVolumeId(3).build()),
        "not found volume id 3");
  }

  // ---- what was appended ----

  @Test
  void whatWasAppendedAfterAMomentTravelsExactly() throws IOException {
    VolumePaths paths = peer.allocate(3).paths();
    int count = 20;
    long[] moments = new long[count + 1];
    long[] ends = new long[count + 1];
    ends[0] = peer.volume(3).status().dataBytes();
    for (int i = 1; i <= count; i++) {
      if (i % 4 == 0) {
        peer.delete(3, i - 1);
      } else {
        peer.write(3, i, "needle " + i);
      }
      moments[i] = peer.volume(3).status().lastAppendedNanos();
      ends[i] = peer.volume(3).status().dataBytes();
    }
    byte[] all = Files.readAllBytes(paths.data());

    for (int i = 0; i <= count; i++) {
      byte[] later = Arrays.copyOfRange(all, (int) ends[i], all.length);
      assertThat(appendedSince(moments[i])).as("since moment %d", i).isEqualTo(later);
      if (i > 0) {
        byte[] withIt = Arrays.copyOfRange(all, (int) ends[i - 1], all.length);
        assertThat(appendedSince(moments[i] - 1)).as("before moment %d", i).isEqualTo(withIt);
      }
    }
    assertThat(appendedSince(-1)).as("since the end of time, unsigned").isEmpty();
  }

  // ---- statuses ----

  @Test
  void bothStatusesAgreeWithTheFiles() throws IOException {
    VolumePaths paths = peer.allocate(3).paths();
    peer.write(3, 1, "one");

    VolumeSyncStatusResponse sync =
        peer.calls().volumeSyncStatus(VolumeSyncStatusRequest.newBuilder().setVolumeId(3).build());
    ReadVolumeFileStatusResponse files =
        peer.calls()
            .readVolumeFileStatus(ReadVolumeFileStatusRequest.newBuilder().setVolumeId(3).build());

    assertThat(sync.getCollection()).isEqualTo("c");
    assertThat(sync.getReplication()).isEqualTo("000");
    assertThat(sync.getTtl()).isEmpty();
    assertThat(sync.getVersion()).isEqualTo(3);
    assertThat(sync.getTailOffset()).isEqualTo(Files.size(paths.data()));
    assertThat(sync.getIdxFileSize()).isEqualTo(Files.size(paths.index()));
    assertThat(files.getDatFileSize()).isEqualTo(sync.getTailOffset());
    assertThat(files.getIdxFileSize()).isEqualTo(sync.getIdxFileSize());
    assertThat(files.getFileCount()).isEqualTo(1);
    assertThat(files.getCollection()).isEqualTo("c");
    assertThat(files.getVersion()).isEqualTo(3);
    assertThat(files.getVolumeInfo().getBytesOffset()).isEqualTo(4);
    assertThat(files.getDatFileTimestampSeconds())
        .isEqualTo(Files.getLastModifiedTime(paths.data()).toMillis() / 1000);
  }
}
