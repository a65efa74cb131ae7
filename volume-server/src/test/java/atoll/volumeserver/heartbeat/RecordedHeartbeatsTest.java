package atoll.volumeserver.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Bytes;
import atoll.kit.disk.DiskSpace;
import atoll.volume.files.DirectoryId;
import atoll.volume.files.VolumeName;
import atoll.volume.needle.Ttl;
import atoll.volume.needle.VolumeId;
import atoll.volume.report.VolumeReport;
import atoll.volume.store.StoreInventory;
import atoll.volume.store.VolumeQuota;
import atoll.volume.superblock.CompactionRevision;
import atoll.volume.superblock.FormatVersion;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volumeserver.node.NodeIdentity;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.master.DiskTag;
import atoll.volumeserver.wire.master.Heartbeat;
import atoll.volumeserver.wire.master.HeartbeatResponse;
import atoll.volumeserver.wire.master.VolumeInformationMessage;
import atoll.volumeserver.wire.master.VolumeShortInformationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What SeaweedFS's volume server and master said to one another, said again by our own code: the
/// same facts make the same bytes.
class RecordedHeartbeatsTest {

  private static final Path CORPUS = Path.of("../corpus/volume-heartbeat");

  private static final NodeIdentity NODE =
      new NodeIdentity(
          "127.0.0.1:41080",
          new ServerAddress("127.0.0.1", 41_080, 41_081),
          "volume.example:80",
          "dc1",
          "r1");

  /// What the server held when it spoke, as told so far.
  private final Map<VolumeId, VolumeReport> there = new TreeMap<>();

  private static List<Path> recorded(String whose) throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files.filter(file -> file.toString().endsWith(whose + ".bin")).sorted().toList();
    }
  }

  @Test
  void theSameFactsMakeTheSameBytes() throws IOException {
    List<String> kinds = new ArrayList<>();
    for (Path file : recorded("server")) {
      byte[] bytes = Files.readAllBytes(file);
      Heartbeat ours = said(Heartbeat.parseFrom(bytes), kinds);
      assertThat(Bytes.of(ours.toByteArray()).toHex())
          .as(file.toString())
          .isEqualTo(Bytes.of(bytes).toHex());
    }
    assertThat(kinds).hasSize(17).contains("shards", "farewell", "arrived", "departed", "regular");
  }

  /// The same heartbeat, made of what a store would have known.
  private Heartbeat said(Heartbeat recorded, List<String> kinds) {
    if (recorded.getIp().isEmpty()) {
      kinds.add("shards");
      return Beats.shards();
    }
    if (recorded.hasVolumeDigest()) {
      kinds.add("regular");
      return regular(recorded);
    }
    if (recorded.getHasNoVolumes()) {
      kinds.add("farewell");
      return Beats.farewell(NODE);
    }
    List<VolumeReport> arrived =
        recorded.getNewVolumesList().stream().map(RecordedHeartbeatsTest::reportOf).toList();
    List<VolumeReport> departed = departed(recorded);
    kinds.add(arrived.isEmpty() ? "departed" : "arrived");
    return Beats.comings(NODE, new Reporting.Comings(arrived, departed));
  }

  private List<VolumeReport> departed(Heartbeat recorded) {
    List<VolumeReport> departed = new ArrayList<>();
    for (VolumeShortInformationMessage gone : recorded.getDeletedVolumesList()) {
      there.remove(new VolumeId(gone.getId()));
      departed.add(reportOf(gone));
    }
    return departed;
  }

  private Heartbeat regular(Heartbeat recorded) {
    List<VolumeReport> departed = departed(recorded);
    List<VolumeReport> changed =
        recorded.getChangedVolumesList().stream().map(RecordedHeartbeatsTest::reportOf).toList();
    changed.forEach(report -> there.put(report.name().id(), report));
    DiskTag directory = recorded.getDiskTags(0);
    StoreInventory inventory =
        new StoreInventory(
            new ArrayList<>(there.values()),
            List.of(
                new StoreInventory.DirectoryReport(
                    directory.getDiskId(),
                    new DirectoryId(recorded.getLocationUuids(0)),
                    directory.getType(),
                    directory.getTagsList(),
                    (int) directory.getMaxVolumeCount(),
                    new DiskSpace(
                        recorded.getDiskTotalBytesOrThrow(""),
                        recorded.getDiskFreeBytesOrThrow(""),
                        recorded.getDiskFreeBytesOrThrow("")))),
            recorded.getMaxFileKey());
    return Beats.volumes(
        NODE,
        inventory,
        recorded.getHasNoVolumes()
            ? new Reporting.Beat.Whole(List.of())
            : new Reporting.Beat.Changes(changed, departed));
  }

  private static VolumeReport reportOf(VolumeInformationMessage message) {
    return new VolumeReport(
        new VolumeName(message.getCollection(), new VolumeId(message.getId())),
        message.getSize(),
        new VolumeReport.Counts(
            message.getFileCount(), message.getDeleteCount(), message.getDeletedByteCount()),
        message.getReadOnly(),
        new VolumeReport.Layout(
            ReplicaPlacement.fromByte((byte) message.getReplicaPlacement()),
            Ttl.fromWire(message.getTtl()),
            FormatVersion.of(message.getVersion()).orElseThrow(),
            new CompactionRevision(message.getCompactRevision())),
        message.getModifiedAtSecond(),
        new VolumeReport.Disk(message.getDiskType(), message.getDiskId(), "", ""));
  }

  private static VolumeReport reportOf(VolumeShortInformationMessage message) {
    return reportOf(
        VolumeInformationMessage.newBuilder()
            .setId(message.getId())
            .setCollection(message.getCollection())
            .setReplicaPlacement(message.getReplicaPlacement())
            .setVersion(message.getVersion())
            .setTtl(message.getTtl())
            .setDiskType(message.getDiskType())
            .setDiskId(message.getDiskId())
            .build());
  }

  @Test
  void theMastersAnswerIsUnderstood() throws IOException {
    List<Path> answers = recorded("master");
    assertThat(answers).hasSize(1);
    HeartbeatResponse answer = HeartbeatResponse.parseFrom(Files.readAllBytes(answers.getFirst()));
    assertThat(MasterAnswer.of(answer, ServerAddress.parse("127.0.0.1:41333"), VolumeQuota.UNKNOWN))
        .isEqualTo(
            new MasterAnswer.Taken(Optional.of(new VolumeQuota(32L << 20, false)), true, false));
  }
}
