package atoll.volume.offline;

import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.kit.event.Events;
import atoll.sim.SimClock;
import atoll.volume.BufferPool;
import atoll.volume.Corpus;
import atoll.volume.VolumeEnvironment;
import atoll.volume.VolumeLimits;
import atoll.volume.VolumePaths;
import atoll.volume.files.VolumeName;
import atoll.volume.index.NeedleMemory;
import atoll.volume.needle.VolumeId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A volume's files on a disk, and the tool beside them. Confined to a test.
final class OfflineFixture implements AutoCloseable {

  static final Path DIRECTORY = Path.of("/v");
  static final VolumePaths PATHS = new VolumePaths(DIRECTORY, new VolumeName("", new VolumeId(7)));

  final Disk disk;
  final VolumeEnvironment environment;
  private final NeedleMemory memory = new NeedleMemory(1L << 28);

  OfflineFixture(Disk disk) {
    this.disk = disk;
    environment =
        new VolumeEnvironment(
            disk,
            new SimClock(),
            Events.NONE,
            Runnable::run,
            memory,
            new BufferPool(1 << 22),
            VolumeLimits.DEFAULT);
    disk.createDirectories(DIRECTORY);
  }

  /// With the files of a volume of the corpus.
  OfflineFixture(Disk disk, Corpus.Volume corpus) {
    this(disk);
    write(PATHS.data(), Corpus.content(corpus.data()));
    write(PATHS.index(), Corpus.content(corpus.index()));
  }

  void write(Path path, byte[] content) {
    disk.delete(path);
    try (DiskFile file = disk.open(path, OpenMode.CREATE_NEW)) {
      file.append(ByteBuffer.allocateDirect(content.length).put(content).flip());
      file.syncAll();
    }
    disk.syncDirectory(DIRECTORY);
  }

  byte[] read(Path path) {
    try (DiskFile file = disk.open(path, OpenMode.READ)) {
      ByteBuffer content = ByteBuffer.allocateDirect((int) file.size());
      file.readAt(0, content);
      byte[] bytes = new byte[content.flip().remaining()];
      content.get(bytes);
      return bytes;
    }
  }

  OfflineVolume open() {
    return OfflineVolume.open(environment, PATHS, Optional.empty());
  }

  /// What a check finds, damage alone.
  List<Finding> check() {
    List<Finding> findings = new ArrayList<>();
    try (OfflineVolume volume = open();
        Survey _ = Survey.run(volume, findings::add, OfflineProgress.NONE)) {
      return findings.stream().filter(finding -> finding.kind().isDamage()).toList();
    }
  }

  FixPlan plan(FixOptions options) {
    try (OfflineVolume volume = open();
        Survey survey = Survey.run(volume, _ -> {}, OfflineProgress.NONE)) {
      return FixPlan.decide(survey.facts(), options);
    }
  }

  List<String> fix(FixOptions options) {
    try (OfflineVolume volume = open();
        Survey survey = Survey.run(volume, _ -> {}, OfflineProgress.NONE)) {
      return VolumeFix.run(survey, FixPlan.decide(survey.facts(), options), OfflineProgress.NONE);
    }
  }

  /// The data of the live needles, in hexadecimal digits, by id.
  Map<String, String> needles() {
    Map<String, String> needles = new TreeMap<>();
    try (OfflineVolume volume = open();
        Survey survey = Survey.run(volume, _ -> {}, OfflineProgress.NONE)) {
      RecordList list = new RecordList(survey);
      list.forEach(
          record -> {
            if (record instanceof ListedRecord.Needle needle
                && needle.state() == ListedRecord.State.LIVE) {
              needles.put(needle.meta().key().id().toString(), hex(list, needle));
            }
            return true;
          },
          OfflineProgress.NONE);
    }
    return needles;
  }

  private static String hex(RecordList list, ListedRecord.Needle needle) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    list.data(
        needle,
        chunk -> {
          while (chunk.hasRemaining()) {
            bytes.write(chunk.get());
          }
        });
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @Override
  public void close() {
    memory.close();
  }
}
