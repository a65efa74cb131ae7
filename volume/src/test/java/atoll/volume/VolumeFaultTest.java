package atoll.volume;

import static atoll.volume.TestVolumes.delete;
import static atoll.volume.TestVolumes.direct;
import static atoll.volume.TestVolumes.key;
import static atoll.volume.TestVolumes.needle;
import static atoll.volume.TestVolumes.read;
import static atoll.volume.TestVolumes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.sim.RecordingEvents;
import atoll.sim.SeededRandomness;
import atoll.sim.SimClock;
import atoll.sim.disk.DiskOperation;
import atoll.sim.disk.FaultRule;
import atoll.sim.disk.FaultyDisk;
import atoll.sim.disk.Misdeed;
import atoll.sim.disk.SimDisk;
import atoll.volume.index.MemoryNeedleMap;
import atoll.volume.index.NeedleMap;
import atoll.volume.needle.NeedleAttributes;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeFaultTest {

  private final SimClock clock = new SimClock();
  private final SimDisk truth = new SimDisk(clock);
  private final FaultyDisk disk = new FaultyDisk(truth, new SeededRandomness(1), clock::advance);
  private final RecordingEvents events = new RecordingEvents();
  private final TestVolumes volumes = new TestVolumes(disk, clock, events);

  @AfterEach
  void nothingUnexpectedWasReported() {
    events.close();
    volumes.close();
  }

  private long size(Path path) {
    return truth.find(path).map(DiskEntry::sizeBytes).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"**.dat", "**.idx"})
  void aFailedWriteLeavesNothingBehindAndEndsWriting(String file) {
    events.expect("volume.write.failed");
    Volume volume = volumes.create();
    write(volume, needle(1, "one"));
    VolumeStatus before = volume.status();
    disk.add(
        FaultRule.of(new Misdeed.FailHalfway(Fault.IO), DiskOperation.APPEND).at(file).times(1));

    assertThat(write(volume, needle(2, "two"))).isInstanceOf(WriteResult.Failed.class);

    assertThat(size(TestVolumes.PATHS.data())).isEqualTo(before.dataBytes());
    assertThat(size(TestVolumes.PATHS.index())).isEqualTo(before.indexBytes());
    assertThat(volume.state()).isInstanceOf(VolumeState.ReadOnly.class);
    assertThat(write(volume, needle(3, "three"))).isInstanceOf(WriteResult.NotWritable.class);
    assertThat(delete(volume, new NeedleDelete(key(1))))
        .isInstanceOf(DeleteResult.NotWritable.class);
    assertThat(read(volume, 1)).isEqualTo("one");
    assertThat(read(volume, 2)).isEqualTo("NotFound");
    assertThat(volume.markWritable()).isInstanceOf(VolumeState.ReadOnly.class);

    Volume again = volumes.reopen(volume);
    assertThat(again.state()).isEqualTo(new VolumeState.Writable());
    assertThat(write(again, needle(2, "two"))).isInstanceOf(WriteResult.Written.class);
  }

  @Test
  void whatAFailedWriteLeavesBecauseItCannotBeCutIsMendedAtTheNextLoad() {
    events.expect("volume.write.failed").expect("volume.append.torn");
    Volume volume = volumes.create();
    write(volume, needle(1, "one"));
    long end = size(TestVolumes.PATHS.data());
    disk.add(FaultRule.of(new Misdeed.FailHalfway(Fault.IO), DiskOperation.APPEND).times(1));
    disk.add(FaultRule.of(new Misdeed.Fail(Fault.IO), DiskOperation.TRUNCATE).times(1));

    write(volume, needle(2, "two"));
    assertThat(size(TestVolumes.PATHS.data())).isGreaterThan(end);

    Volume again = volumes.reopen(volume);
    assertThat(again.state()).isEqualTo(new VolumeState.Writable());
    assertThat(size(TestVolumes.PATHS.data())).isEqualTo(end);
    assertThat(read(again, 1)).isEqualTo("one");
  }

  @Test
  void aFailedSyncEndsWritingAndIsNotTriedAgain() {
    events.expect("volume.sync.failed");
    Volume volume = volumes.create();
    assertThat(write(volume, needle(1, "one").asDurable())).isInstanceOf(WriteResult.Written.class);
    disk.add(
        FaultRule.of(new Misdeed.FailAndForget(), DiskOperation.SYNC_DATA).at("**.dat").times(1));

    assertThat(write(volume, needle(2, "two").asDurable())).isInstanceOf(WriteResult.Failed.class);

    assertThat(volume.state()).isInstanceOf(VolumeState.ReadOnly.class);
    long inflicted = disk.inflicted().size();
    TestVolumes.close(volume);
    assertThat(disk.inflicted()).hasSize((int) inflicted);
    assertThat(read(volumes.open(), 1)).isEqualTo("one");
  }

  @Test
  void aDurableWriteSyncsDataAndIndex() {
    Volume volume = volumes.create();
    write(volume, needle(1, "one").asDurable());
    write(volume, needle(2, "two"));
    write(volume, needle(2, "two").asDurable());
    delete(volume, new NeedleDelete(key(1)).asDurable());

    SimDisk found = truth.crash(new SeededRandomness(3));

    try (TestVolumes after = new TestVolumes(found, clock, events)) {
      Volume again = after.open();
      assertThat(read(again, 1)).isEqualTo("Deleted");
      assertThat(read(again, 2)).isEqualTo("two");
    }
  }

  @Test
  void threeFailedReadsInARowQuarantineUntilSomebodyMarksTheVolumeWritable() {
    events.expect("volume.quarantined");
    Volume volume = volumes.create();
    write(volume, needle(1, "one"));
    FaultRule broken = FaultRule.of(new Misdeed.Fail(Fault.IO), DiskOperation.READ_AT);
    disk.add(broken.times(2));
    assertThat(read(volume, 1)).isEqualTo("Failed");
    assertThat(read(volume, 1)).isEqualTo("Failed");
    assertThat(read(volume, 1)).isEqualTo("one");
    assertThat(volume.state()).isEqualTo(new VolumeState.Writable());

    disk.add(broken.times(3));
    for (int i = 0; i < 3; i++) {
      assertThat(read(volume, 1)).isEqualTo("Failed");
    }

    assertThat(volume.state()).isInstanceOf(VolumeState.Quarantined.class);
    assertThat(read(volume, 1)).isEqualTo("Unavailable");
    assertThat(write(volume, needle(2, "two"))).isInstanceOf(WriteResult.NotWritable.class);
    assertThat(volume.markWritable()).isEqualTo(new VolumeState.Writable());
    assertThat(read(volume, 1)).isEqualTo("one");
    assertThat(truth.find(TestVolumes.PATHS.data())).isPresent();
  }

  @Test
  void readsThatAWriteNeedsCountAsReads() {
    events.expect("volume.quarantined");
    Volume volume = volumes.create();
    write(volume, needle(1, "one"));
    disk.add(FaultRule.of(new Misdeed.Fail(Fault.IO), DiskOperation.READ_AT).times(3));

    assertThat(write(volume, needle(1, "two"))).isInstanceOf(WriteResult.Failed.class);
    assertThat(delete(volume, new NeedleDelete(key(1)))).isInstanceOf(DeleteResult.Failed.class);
    assertThat(volume.state()).isEqualTo(new VolumeState.Writable());
    assertThat(write(volume, needle(1, "two"))).isInstanceOf(WriteResult.Failed.class);

    assertThat(volume.state()).isInstanceOf(VolumeState.Quarantined.class);
    volume.markWritable();
    assertThat(read(volume, 1)).isEqualTo("one");
  }

  @Test
  void aFullDiskEndsWritingWithoutHarm() {
    events.expect("volume.write.failed");
    Volume volume = volumes.create();
    write(volume, needle(1, "one"));
    disk.add(FaultRule.of(new Misdeed.FailHalfway(Fault.NO_SPACE), DiskOperation.APPEND).times(1));

    assertThat(write(volume, needle(2, "two")))
        .isInstanceOfSatisfying(
            WriteResult.Failed.class,
            failed -> assertThat(failed.fault()).isEqualTo(Fault.NO_SPACE));
    assertThat(read(volume, 1)).isEqualTo("one");
  }

  @Test
  void aSecondWriterIsNoticedAndItsBytesAreNotCut() {
    events.expect("volume.write.failed");
    Volume volume = volumes.create();
    write(volume, needle(1, "one"));
    try (DiskFile stranger = truth.open(TestVolumes.PATHS.data(), OpenMode.WRITE)) {
      stranger.append(direct("a stranger's"));
    }
    long end = size(TestVolumes.PATHS.data());

    assertThat(write(volume, needle(2, "two")))
        .isInstanceOfSatisfying(
            WriteResult.Failed.class,
            failed -> assertThat(failed.fault()).isEqualTo(Fault.CONFLICT));
    assertThat(size(TestVolumes.PATHS.data())).isGreaterThanOrEqualTo(end);
  }

  @Test
  void aLargeBodyIsGatheredInAFileAndCopied() {
    Volume volume = volumes.create();
    Spools spools = new Spools(disk, TestVolumes.DIRECTORY, 1);
    String text = "0123456789".repeat(150_000);
    for (int round = 0; round < 2; round++) {
      try (Spool spool = spools.begin()) {
        spool.write(direct(text.substring(0, 700_000)));
        spool.write(direct(text.substring(700_000)));
        assertThatThrownBy(spools::begin).hasMessageContaining("try again");

        NeedleWrite write = new NeedleWrite(key(1), NeedleAttributes.NONE, spool.body());
        assertThat(write(volume, write))
            .isInstanceOf(round == 0 ? WriteResult.Written.class : WriteResult.Unchanged.class);
      }
    }

    assertThat(read(volume, 1)).isEqualTo(text);
    assertThat(truth.list(TestVolumes.DIRECTORY).stream().map(DiskEntry::name))
        .containsExactly("7.dat", "7.idx", "7.vif");
  }

  @Test
  void whatAProcessLeftOfALargeBodyIsRemovedByTheNext() {
    Spools spools = new Spools(disk, TestVolumes.DIRECTORY, 4);
    Spool left = spools.begin();
    left.write(direct("half a body"));
    assertThat(truth.list(TestVolumes.DIRECTORY)).hasSize(1);

    new Spools(disk, TestVolumes.DIRECTORY, 4);

    assertThat(truth.list(TestVolumes.DIRECTORY)).isEmpty();
  }

  @Test
  void whatAProcessLeftOfAFileThatOthersSentIsRemovedByTheNext() {
    Path shard = TestVolumes.DIRECTORY.resolve("c_3.ec00");
    disk.open(shard, OpenMode.CREATE_NEW).close();
    disk.open(VolumePaths.arriving(shard), OpenMode.CREATE_NEW).close();

    new Spools(disk, TestVolumes.DIRECTORY, 4);

    assertThat(truth.list(TestVolumes.DIRECTORY).stream().map(DiskEntry::name))
        .containsExactly("c_3.ec00");
  }

  @Test
  void roomIsKeptForAVolume() {
    Volume volume = volumes.create();
    long before = truth.space(TestVolumes.DIRECTORY).usableBytes();
    volume.reserve(1 << 20);
    assertThat(before - truth.space(TestVolumes.DIRECTORY).usableBytes())
        .isBetween((1L << 20) - 8192, 1L << 20);
    assertThat(size(TestVolumes.PATHS.data())).isEqualTo(8);
  }

  @Test
  void aLargeNeedleThatRottedNeverGivesItsEnd() {
    Volume volume = volumes.create();
    String text = "0123456789".repeat(150_000);
    long offset = ((WriteResult.Written) write(volume, needle(1, text))).offset();
    disk.flipBit(TestVolumes.PATHS.data(), (offset + 20 + 1_400_000) * 8);

    ReadResult result = volume.read(new ReadRequest(key(1)));

    assertThat(result).isInstanceOf(ReadResult.Opened.class);
    if (result instanceof ReadResult.Opened(NeedleStream stream)) {
      try (stream) {
        assertThatThrownBy(() -> stream.verify(ByteBuffer.allocateDirect(1 << 16)))
            .isInstanceOf(AtollException.class)
            .hasMessageContaining("invalid CRC");
        ByteBuffer chunk = ByteBuffer.allocateDirect(1_000_000);
        assertThat(stream.read(chunk)).isEqualTo(1_000_000);
        assertThatThrownBy(() -> stream.read(chunk.clear()))
            .isInstanceOf(AtollException.class)
            .hasMessageContaining("data on disk corrupted");
      }
    }
  }

  @Test
  void aReadThatMayNotWaitSaysSo() {
    Volume volume = volumes.create();
    write(volume, needle(1, "one"));

    assertThat(read(volume, new ReadRequest(key(1)).withoutWaiting())).isEqualTo("one");
    disk.add(FaultRule.of(new Misdeed.Cold()));
    assertThat(read(volume, new ReadRequest(key(1)).withoutWaiting())).isEqualTo("WouldWait");
    assertThat(read(volume, 1)).isEqualTo("one");
  }

  @Test
  void aRecordScanGoesThroughTheFileInItsOrder() {
    Volume volume = volumes.create();
    for (int i = 1; i <= 40; i++) {
      write(volume, needle(i, "x".repeat(i * 200)));
    }
    VolumeFiles files = volume.retainFiles();
    long at = files.firstRecordAt();
    int records = 0;
    try (RecordScan scan =
        new RecordScan(files, volumes.buffers, files.firstRecordAt(), files.dataEnd())) {
      while (scan.next()) {
        assertThat(scan.offset()).isEqualTo(at);
        assertThat(scan.header().id().value()).isEqualTo(++records);
        at += scan.recordBytes();
      }
    }
    files.release();
    assertThat(records).isEqualTo(40);
    assertThat(at).isEqualTo(files.dataEnd());
  }

  @Test
  void readersOfReplacedFilesEndOnTheOldOnes() {
    Volume volume = volumes.create();
    String text = "0123456789".repeat(150_000);
    write(volume, needle(1, text));
    NeedleStream stream = ((ReadResult.Opened) volume.read(new ReadRequest(key(1)))).stream();
    VolumeFiles old = volume.retainFiles();
    old.release();

    volume.exclusively(change -> {
      VolumeFiles now = change.files();
      VolumeFiles fresh =
          new VolumeFiles(
              now.paths(),
              now.data().retain(),
              now.index().retain(),
              now.superBlock().nextRevision(),
              now.width(),
              emptyMap());
      fresh.publish(now.dataEnd(), now.indexEnd(), now.lastAppendedNanos());
      change.replaceFiles(fresh, VolumeCounters.NONE);
    });

    assertThat(read(volume, 1)).isEqualTo("NotFound");
    assertThat(volume.status().superBlock().revision().value()).isEqualTo(1);
    ByteBuffer all = ByteBuffer.allocateDirect(2_000_000);
    try (stream) {
      assertThat(stream.read(all)).isEqualTo(text.length());
    }
    assertThat(old.retain()).isFalse();
  }

  private NeedleMap emptyMap() {
    return new MemoryNeedleMap(volumes.memory, 4);
  }

  @Test
  void theInfoFileIsChangedInOneStep() {
    Volume volume = volumes.create();
    volume.exclusively(change -> change.changeInfo(info -> info.withReadOnly(true, false)));

    Volume again = volumes.reopen(volume);
    assertThat(again.state()).isEqualTo(VolumeState.of(Set.of(Restriction.MARKED)));
  }
}
