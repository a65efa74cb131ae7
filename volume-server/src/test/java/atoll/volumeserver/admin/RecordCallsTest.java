package atoll.volumeserver.admin;

import static atoll.volumeserver.CallsFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.volume.ReadRequest;
import atoll.volume.ReadResult;
import atoll.volume.Restriction;
import atoll.volume.VolumeFiles;
import atoll.volume.index.NeedleLocation;
import atoll.volume.needle.Cookie;
import atoll.volume.needle.NeedleId;
import atoll.volume.needle.NeedleKey;
import atoll.volumeserver.CallsFixture;
import atoll.volumeserver.wire.volume.ReadNeedleBlobRequest;
import atoll.volumeserver.wire.volume.ReadNeedleMetaRequest;
import atoll.volumeserver.wire.volume.ReadNeedleMetaResponse;
import atoll.volumeserver.wire.volume.VacuumVolumeCommitRequest;
import atoll.volumeserver.wire.volume.VacuumVolumeCompactRequest;
import atoll.volumeserver.wire.volume.VolumeMarkReadonlyRequest;
import atoll.volumeserver.wire.volume.VolumeNeedleStatusRequest;
import atoll.volumeserver.wire.volume.WriteNeedleBlobRequest;
import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records as they lie in data files, which servers hand each other.
class RecordCallsTest {

  @TempDir private Path data;

  private CallsFixture server;

  @BeforeEach
  void begin() {
    server = new CallsFixture(data);
    server.allocate(3);
    server.allocate(4);
    server.fixture.write(3, 1, "one");
  }

  @AfterEach
  void end() {
    server.close();
  }

  private NeedleLocation location(int volume, long id) {
    VolumeFiles files = server.volume(volume).retainFiles();
    try {
      return Objects.requireNonNull(files.map().find(id));
    } finally {
      files.release();
    }
  }

  private ByteString blob(int volume, long id) {
    NeedleLocation location = location(volume, id);
    return server
        .calls()
        .readNeedleBlob(
            ReadNeedleBlobRequest.newBuilder()
                .setVolumeId(volume)
                .setOffset(location.offset())
                .setSize(location.size())
                .build())
        .getNeedleBlob();
  }

  private ReadNeedleMetaResponse meta(int volume, long id) {
    NeedleLocation location = location(volume, id);
    return server
        .calls()
        .readNeedleMeta(
            ReadNeedleMetaRequest.newBuilder()
                .setVolumeId(volume)
                .setNeedleId(id)
                .setOffset(location.offset())
                .setSize(location.size())
                .build());
  }

  private WriteNeedleBlobRequest.Builder write(ByteString blob, int size) {
    return WriteNeedleBlobRequest.newBuilder()
        .setVolumeId(4)
        .setNeedleId(1)
        .setSize(size)
        .setNeedleBlob(blob);
  }

  @Test
  void aRecordIsReadHereAndWrittenThere() {
    ByteString blob = blob(3, 1);
    int size = location(3, 1).size();
    assertThat(blob.size()).isEqualTo(40);
    var _ = server.calls().writeNeedleBlob(write(blob, size).build());
    ByteString copied = blob(4, 1);
    // Only the time of appending is another.
    assertThat(copied.substring(0, 24)).isEqualTo(blob.substring(0, 24));
    assertThat(meta(4, 1).getCookie()).isEqualTo(5);
    assertThat(meta(4, 1).getCrc()).isEqualTo(meta(3, 1).getCrc());
    assertThat(meta(4, 1).getAppendAtNs()).isGreaterThan(meta(3, 1).getAppendAtNs());
    long before = server.volume(4).status().dataBytes();
    var _ = server.calls().writeNeedleBlob(write(blob, size).build());
    assertThat(server.volume(4).status().dataBytes()).isEqualTo(before);
  }

  @Test
  void theSizeOfATombstoneIsTakenForNone() {
    long tombstoneAt = server.volume(3).status().dataBytes();
    server.fixture.delete(3, 1);
    ReadNeedleMetaResponse meta =
        server
            .calls()
            .readNeedleMeta(
                ReadNeedleMetaRequest.newBuilder()
                    .setVolumeId(3)
                    .setNeedleId(1)
                    .setOffset(tombstoneAt)
                    .setSize(-1)
                    .build());
    assertThat(meta.getCookie()).isEqualTo(5);
    assertThat(meta.getAppendAtNs()).isPositive();
  }

  @Test
  void whereNoRecordLiesNothingIsRead() {
    ReadNeedleBlobRequest.Builder request =
        ReadNeedleBlobRequest.newBuilder().setVolumeId(3).setOffset(1 << 20).setSize(64);
    refused(
        () -> server.calls().readNeedleBlob(request.build()),
        "read needle blob offset 1048576 size 64: ");
    refused(
        () -> server.calls().readNeedleBlob(request.setOffset(-8).build()),
        "read needle blob offset -8 size 64: ");
    refused(
        () -> server.calls().readNeedleBlob(request.setSize(Integer.MAX_VALUE).build()),
        "read needle blob");
    ReadNeedleMetaRequest.Builder meta =
        ReadNeedleMetaRequest.newBuilder().setVolumeId(3).setNeedleId(1).setOffset(8).setSize(3);
    refused(() -> server.calls().readNeedleMeta(meta.build()), "size mismatch");
    refused(
        () -> server.calls().readNeedleMeta(meta.setOffset(1 << 20).build()),
        "no record of that size lies there");
  }

  @Test
  void aVolumeThatIsNotThereIsNamed() {
    refused(
        () -> server.calls().readNeedleBlob(ReadNeedleBlobRequest.getDefaultInstance()),
        "not found volume id 0");
    refused(
        () -> server.calls().readNeedleMeta(ReadNeedleMetaRequest.getDefaultInstance()),
        "not found volume id 0 and read needle metadata at ec shards is not supported");
    refused(
        () ->
            server
                .calls()
                .writeNeedleBlob(WriteNeedleBlobRequest.newBuilder().setVolumeId(9).build()),
        "not found volume id 9");
  }

  @Test
  void aRecordThatIsNoneIsNotWritten() {
    ByteString blob = blob(3, 1);
    int size = location(3, 1).size();
    refused(
        () -> server.calls().writeNeedleBlob(write(blob.substring(0, 9), size).build()),
        "write blob needle 1 size %d: needle 1 blob of 9 bytes is shorter".formatted(size));
    refused(
        () -> server.calls().writeNeedleBlob(write(blob, size + 1).build()),
        "needle 1 size %d does not match its blob header size %d".formatted(size + 1, size));
    refused(
        () -> server.calls().writeNeedleBlob(write(blob.substring(0, 32), size).build()),
        "ends after 32 of 40 bytes");
    byte[] damaged = blob.toByteArray();
    damaged[20] ^= 1;
    refused(
        () -> server.calls().writeNeedleBlob(write(ByteString.copyFrom(damaged), size).build()),
        "invalid CRC");
    assertThat(server.volume(4).status().dataBytes()).isEqualTo(8);
  }

  @Test
  void aVolumeThatTakesNoWritesSaysWhy() {
    ByteString blob = blob(3, 1);
    server.volume(4).restrict(Restriction.MARKED);
    refused(
        () -> server.calls().writeNeedleBlob(write(blob, location(3, 1).size()).build()),
        "volume 4 is read only: marked read-only");
  }

  @Test
  void inMaintenanceRecordsAreReadAndNotWritten() {
    ByteString blob = blob(3, 1);
    server.maintain();
    assertThat(blob(3, 1)).isEqualTo(blob);
    refused(
        () -> server.calls().writeNeedleBlob(WriteNeedleBlobRequest.getDefaultInstance()),
        "in maintenance mode");
    refused(
        () ->
            server
                .calls()
                .volumeMarkReadonly(VolumeMarkReadonlyRequest.newBuilder().setVolumeId(3).build()),
        "in maintenance mode");
    assertThat(
            server
                .calls()
                .volumeNeedleStatus(
                    VolumeNeedleStatusRequest.newBuilder().setVolumeId(3).setNeedleId(1).build())
                .getCookie())
        .isEqualTo(5);
  }

  private long idToldOf(int volume, long id) {
    return server
        .calls()
        .volumeNeedleStatus(
            VolumeNeedleStatusRequest.newBuilder().setVolumeId(volume).setNeedleId(id).build())
        .getNeedleId();
  }

  private String text(int volume, long id) {
    NeedleKey key = new NeedleKey(new NeedleId(id), new Cookie(5));
    ReadResult read = server.volume(volume).read(new ReadRequest(key));
    assertThat(read).isInstanceOf(ReadResult.Found.class);
    try (ReadResult.Found found = (ReadResult.Found) read) {
      return StandardCharsets.UTF_8.decode(found.needle().data()).toString();
    }
  }

  @Test
  void aRecordIsWrittenUnderAnotherIdAndKeepsItWhateverComes() {
    ByteString blob = blob(3, 1);
    int size = location(3, 1).size();
    var _ = server.calls().writeNeedleBlob(write(blob, size).setNeedleId(9).build());
    assertThat(text(4, 9)).isEqualTo("one");
    assertThat(idToldOf(4, 9)).isEqualTo(1);
    // Who reads the data file alone finds it under the id that it was given.
    assertThat(blob(4, 9).substring(4, 12)).isEqualTo(ByteString.fromHex("0000000000000009"));
    server.fixture.delete(4, 9);
    var _ = server.calls().writeNeedleBlob(write(blob, size).setNeedleId(9).build());
    assertThat(idToldOf(4, 9)).isEqualTo(1);

    var compacted =
        server
            .calls()
            .vacuumVolumeCompact(VacuumVolumeCompactRequest.newBuilder().setVolumeId(4).build());
    assertThat(compacted.hasNext()).isFalse();
    var _ =
        server
            .calls()
            .vacuumVolumeCommit(VacuumVolumeCommitRequest.newBuilder().setVolumeId(4).build());
    assertThat(text(4, 9)).isEqualTo("one");
    assertThat(idToldOf(4, 9)).isEqualTo(9);
  }

  @Test
  void aNeedleWrittenAnewHasItsOwnIdAgain() {
    int size = location(3, 1).size();
    var _ = server.calls().writeNeedleBlob(write(blob(3, 1), size).setNeedleId(9).build());
    server.fixture.write(4, 9, "another");
    assertThat(idToldOf(4, 9)).isEqualTo(9);
    var _ = server.calls().writeNeedleBlob(write(blob(3, 1), size).setNeedleId(8).build());
    assertThat(idToldOf(4, 8)).isEqualTo(1);
    var _ =
        server
            .calls()
            .writeNeedleBlob(write(blob(4, 8), location(4, 8).size()).setNeedleId(8).build());
    assertThat(idToldOf(4, 8)).isEqualTo(8);
  }
}
