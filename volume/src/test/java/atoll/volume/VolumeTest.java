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
import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.sim.RecordingEvents;
import atoll.sim.SimClock;
import atoll.sim.disk.SimDisk;
import atoll.volume.index.IndexRow;
import atoll.volume.index.IndexRows;
import atoll.volume.index.OffsetWidth;
import atoll.volume.info.RemoteFile;
import atoll.volume.needle.Checksum;
import atoll.volume.needle.Cookie;
import atoll.volume.needle.NeedleAttributes;
import atoll.volume.needle.NeedleId;
import atoll.volume.needle.NeedleKey;
import atoll.volume.needle.Ttl;
import atoll.volume.superblock.CompactionRevision;
import atoll.volume.superblock.FormatVersion;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volume.superblock.SuperBlock;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VolumeTest {

  private final SimClock clock = new SimClock();
  private final SimDisk disk = new SimDisk(clock);
  private final RecordingEvents events = new RecordingEvents();
  private final TestVolumes volumes = new TestVolumes(disk, clock, events);

  @AfterEach
  void nothingUnexpectedWasReported() {
    events.close();
    volumes.close();
  }

  @Test
  void whatWasWrittenIsReadBack() {
    Volume volume = volumes.create();

    assertThat(write(volume, needle(1, "hello"))).isInstanceOf(WriteResult.Written.class);
    assertThat(write(volume, needle(2, ""))).isInstanceOf(WriteResult.Written.class);

    assertThat(read(volume, 1)).isEqualTo("hello");
    assertThat(read(volume, 2)).isEmpty();
    assertThat(read(volume, 3)).isEqualTo("NotFound");
  }

  @ParameterizedTest
  @EnumSource(FormatVersion.class)
  void everyFormatVersionSurvivesAReload(FormatVersion version) {
    SuperBlock block =
        new SuperBlock(
            version, ReplicaPlacement.NONE, Ttl.NONE, CompactionRevision.FIRST, Bytes.EMPTY);
    Volume volume = Volume.create(volumes.environment, TestVolumes.PATHS, block, OffsetWidth.FIVE);
    write(volume, needle(1, "one"));
    write(volume, needle(2, "two"));
    write(volume, needle(1, "once more"));
    delete(volume, new NeedleDelete(key(2)));
    VolumeStatus before = volume.status();

    Volume again = volumes.reopen(volume);

    assertThat(again.state()).isEqualTo(new VolumeState.Writable());
    assertThat(read(again, 1)).isEqualTo("once more");
    assertThat(read(again, 2)).isEqualTo("Deleted");
    assertThat(read(again, new ReadRequest(key(2)).andDeleted())).isEqualTo("two");
    assertThat(again.status().width()).isEqualTo(OffsetWidth.FIVE);
    assertThat(again.status().dataBytes()).isEqualTo(before.dataBytes());
    assertThat(again.status().counters()).isEqualTo(before.counters());
  }

  @Test
  void aDeletedNeedleIsGoneAndMayBeReadOnPurpose() {
    Volume volume = volumes.create();
    write(volume, needle(1, "secret"));

    assertThat(delete(volume, new NeedleDelete(key(1)))).isInstanceOf(DeleteResult.Deleted.class);
    assertThat(delete(volume, new NeedleDelete(key(1)))).isInstanceOf(DeleteResult.NotFound.class);
    assertThat(delete(volume, new NeedleDelete(key(9)))).isInstanceOf(DeleteResult.NotFound.class);

    assertThat(read(volume, 1)).isEqualTo("Deleted");
    assertThat(read(volume, new ReadRequest(key(1)).andDeleted())).isEqualTo("secret");
  }

  @Test
  void aForeignCookieNeitherReadsNorWritesNorDeletes() {
    Volume volume = volumes.create();
    write(volume, needle(1, "mine"));
    NeedleKey foreign = new NeedleKey(new NeedleId(1), new Cookie(99));
    NeedleWrite theirs =
        new NeedleWrite(foreign, NeedleAttributes.NONE, NeedleBody.of(direct("theirs")));

    assertThat(read(volume, new ReadRequest(foreign))).isEqualTo("CookieMismatch");
    assertThat(write(volume, theirs)).isEqualTo(new WriteResult.CookieMismatch());
    assertThat(delete(volume, new NeedleDelete(foreign)))
        .isEqualTo(new DeleteResult.CookieMismatch());
    assertThat(read(volume, 1)).isEqualTo("mine");

    delete(volume, new NeedleDelete(key(1)));
    assertThat(write(volume, theirs)).isEqualTo(new WriteResult.CookieMismatch());
    assertThat(write(volume, theirs.withoutCookieCheck())).isInstanceOf(WriteResult.Written.class);
    assertThat(read(volume, new ReadRequest(foreign))).isEqualTo("theirs");
    assertThat(delete(volume, new NeedleDelete(key(1)).withoutCookieCheck()))
        .isInstanceOf(DeleteResult.Deleted.class);
  }

  @Test
  void theSameNeedleOnceMoreIsNotWritten() {
    Volume volume = volumes.create();
    write(volume, needle(1, "same"));
    VolumeStatus before = volume.status();
    NeedleWrite later =
        new NeedleWrite(key(1), needle(1, "same").attributes(), needle(1, "same").body());

    assertThat(write(volume, later)).isInstanceOf(WriteResult.Unchanged.class);
    assertThat(volume.status()).isEqualTo(before);
    assertThat(write(volume, needle(1, "sane"))).isInstanceOf(WriteResult.Written.class);
    assertThat(write(volume, needle(1, "longer"))).isInstanceOf(WriteResult.Written.class);
    assertThat(read(volume, 1)).isEqualTo("longer");
  }

  @Test
  void anotherTimeOfModificationAloneIsNoChangeButAnotherNameIs() {
    Volume volume = volumes.create();
    NeedleAttributes first =
        NeedleAttributes.NONE.withName(Bytes.utf8("a")).withLastModified(1_700_000_000);
    NeedleBody body = NeedleBody.of(direct("body"));
    write(volume, new NeedleWrite(key(1), first, body));

    assertThat(write(volume, new NeedleWrite(key(1), first.withLastModified(1_800_000_000), body)))
        .isInstanceOf(WriteResult.Unchanged.class);
    assertThat(write(volume, new NeedleWrite(key(1), first.withName(Bytes.utf8("b")), body)))
        .isInstanceOf(WriteResult.Written.class);
  }

  @Test
  void twoBodiesOfEqualLengthAndChecksumAreBothKept() {
    Volume volume = volumes.create();
    byte[][] twins = Collisions.crc32c();
    assertThat(Checksum.of(direct(twins[0]))).isEqualTo(Checksum.of(direct(twins[1])));
    assertThat(twins[0]).isNotEqualTo(twins[1]).hasSameSizeAs(twins[1]);

    for (byte[] twin : twins) {
      NeedleWrite write =
          new NeedleWrite(key(1), NeedleAttributes.NONE, NeedleBody.of(direct(twin)));
      assertThat(write(volume, write)).isInstanceOf(WriteResult.Written.class);
      try (ReadResult.Found found = (ReadResult.Found) volume.read(new ReadRequest(key(1)))) {
        assertThat(Bytes.copyOf(found.needle().data())).isEqualTo(Bytes.of(twin));
      }
    }
  }

  @Test
  void aNeedleTakesTheTimeToLiveOfItsVolumeAndExpires() {
    SuperBlock hour = SuperBlock.fresh(ReplicaPlacement.NONE, new Ttl(1, 2));
    Volume volume = Volume.create(volumes.environment, TestVolumes.PATHS, hour, OffsetWidth.FOUR);
    NeedleAttributes dated = NeedleAttributes.NONE.withLastModified(1_700_000_000);
    NeedleWrite write = new NeedleWrite(key(1), dated, NeedleBody.of(direct("brief")));
    write(volume, write);

    clock.advance(Duration.ofMinutes(59));
    assertThat(read(volume, 1)).isEqualTo("brief");
    // A volume with a time to live takes the same needle again: it lives on from now.
    assertThat(write(volume, write)).isInstanceOf(WriteResult.Written.class);
    clock.advance(Duration.ofMinutes(60));
    assertThat(read(volume, 1)).isEqualTo("Expired");
  }

  @Test
  void appendTimesAscendThoughTheClockGoesBack() {
    Volume volume = volumes.create();
    write(volume, needle(1, "one"));
    long first = volume.status().lastAppendedNanos();
    clock.shiftWall(Duration.ofDays(-1));
    write(volume, needle(2, "two"));

    assertThat(volume.status().lastAppendedNanos()).isEqualTo(first + 1);
    Volume again = volumes.reopen(volume);
    assertThat(again.status().lastAppendedNanos()).isEqualTo(first + 1);
    write(again, needle(3, "three"));
    assertThat(again.status().lastAppendedNanos()).isEqualTo(first + 2);
  }

  @Test
  void aLargeNeedleIsReadInChunks() {
    Volume volume = volumes.create();
    String text = "0123456789".repeat(200_000);
    write(volume, needle(1, text));

    assertThat(volume.read(new ReadRequest(key(1)))).isInstanceOf(ReadResult.Opened.class);
    assertThat(read(volume, 1)).isEqualTo(text);
    assertThat(read(volume, new ReadRequest(key(2)))).isEqualTo("NotFound");
  }

  @Test
  void countsAsTheGoServerDoes() {
    Volume volume = volumes.create();
    write(volume, needle(1, "abc"));
    write(volume, needle(1, "abcd"));
    write(volume, needle(2, ""));
    delete(volume, new NeedleDelete(key(2)));
    delete(volume, new NeedleDelete(key(1)));

    // Sizes: 4 + 3 + 1 + (1 + 2) + 1 = 12 and 13. A deletion of an empty needle counts only when
    // its row is read back.
    assertThat(volume.status().counters()).isEqualTo(new VolumeCounters(3, 25, 2, 25, 2));
    assertThat(volumes.reopen(volume).status().counters())
        .isEqualTo(new VolumeCounters(3, 25, 3, 25, 2));
  }

  @Test
  void aClosedVolumeRefusesEverything() {
    Volume volume = volumes.create();
    TestVolumes.close(volume);

    assertThat(volume.state()).isEqualTo(new VolumeState.Closed());
    assertThat(read(volume, 1)).isEqualTo("Unavailable");
    assertThat(write(volume, needle(1, "late")))
        .isEqualTo(new WriteResult.NotWritable(new VolumeState.Closed()));
    assertThat(disk.openFiles()).isZero();
    assertThat(volumes.memory.usedBytes()).isZero();
  }

  @Test
  void aVolumeIsNotCreatedOverAnother() {
    volumes.create();

    assertThatThrownBy(volumes::create)
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFLICT));
  }

  @Test
  void aVolumeThatIsNotThereIsNotFound() {
    assertThatThrownBy(volumes::open)
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND))
        .hasMessageContaining("/data/7.dat");
  }

  @Test
  void marksRefuseWritesAndAreLifted() {
    Volume volume = volumes.create();
    write(volume, needle(1, "one"));

    volume.restrict(Restriction.MARKED_DELETES_PASS);
    assertThat(write(volume, needle(2, "two"))).isInstanceOf(WriteResult.NotWritable.class);
    assertThat(delete(volume, new NeedleDelete(key(1)))).isInstanceOf(DeleteResult.Deleted.class);
    volume.restrict(Restriction.MARKED);
    assertThat(delete(volume, new NeedleDelete(key(1))))
        .isInstanceOf(DeleteResult.NotWritable.class);

    assertThat(volume.markWritable()).isEqualTo(new VolumeState.Writable());
    assertThat(write(volume, needle(2, "two"))).isInstanceOf(WriteResult.Written.class);
  }

  @Test
  void aVolumeAsLargeAsItsOffsetsReachIsFull() {
    Volume volume = volumes.create();
    write(volume, needle(1, "one"));
    VolumeFiles files = volume.retainFiles();
    files.publish(OffsetWidth.FOUR.volumeBytesMax(), files.indexEnd(), files.lastAppendedNanos());

    assertThat(write(volume, needle(2, "two")))
        .isEqualTo(new WriteResult.Full(34_359_738_368L, 34_359_738_368L));
    assertThat(delete(volume, new NeedleDelete(key(1))))
        .isEqualTo(new DeleteResult.Full(34_359_738_368L, 34_359_738_368L));
    assertThat(volume.state()).isEqualTo(new VolumeState.Writable());
    files.release();
  }

  @Test
  void moreThanARecordCanHoldIsTooLarge() {
    Volume volume = volumes.create();
    try (DiskFile file = disk.open(Path.of("/data/huge"), OpenMode.CREATE_NEW)) {
      for (long bytes : new long[] {Integer.MAX_VALUE - 2L, 1L << 31, 1L << 40}) {
        NeedleBody body = new NeedleBody.InFile(file, bytes, Checksum.EMPTY);

        assertThat(write(volume, new NeedleWrite(key(1), NeedleAttributes.NONE, body)))
            .isEqualTo(new WriteResult.TooLarge(bytes, Integer.MAX_VALUE));
      }
    }
  }

  @Test
  void aDeletionFromAVolumeInRemoteStorageLeavesARowAlone() {
    Volume volume = volumes.create();
    write(volume, needle(1, "one"));
    write(volume, needle(2, "two"));
    RemoteFile remote = new RemoteFile("s3", "default", "a/key", 0, 100, 1, ".dat");
    volume.exclusively(change -> change.changeInfo(info -> info.withFiles(List.of(remote))));
    volume = volumes.reopen(volume);
    long dataBytes = volume.status().dataBytes();
    long rowsEnd = volume.status().indexBytes();
    long appended = volume.status().lastAppendedNanos();

    assertThat(write(volume, needle(3, "three"))).isInstanceOf(WriteResult.NotWritable.class);
    assertThat(delete(volume, new NeedleDelete(key(1)).asDurable()))
        .isInstanceOf(DeleteResult.Deleted.class);
    assertThat(delete(volume, new NeedleDelete(key(1)))).isEqualTo(new DeleteResult.NotFound());

    assertThat(volume.status().dataBytes()).isEqualTo(dataBytes);
    assertThat(volume.status().lastAppendedNanos()).isEqualTo(appended);
    try (DiskFile index = disk.open(TestVolumes.PATHS.index(), OpenMode.READ);
        DiskFile data = disk.open(TestVolumes.PATHS.data(), OpenMode.READ)) {
      ByteBuffer row = ByteBuffer.allocateDirect(32);
      index.readAt(rowsEnd, row);
      assertThat(new IndexRows(row.flip(), OffsetWidth.FOUR).row(0))
          .isEqualTo(IndexRow.tombstone(key(1).id(), 0));
      assertThat(row.remaining()).as("one row").isEqualTo(16);
      assertThat(data.size()).isEqualTo(dataBytes);
    }
    VolumeCounters counters = volume.status().counters();
    volume = volumes.reopen(volume);
    assertThat(volume.status().counters()).isEqualTo(counters);
    assertThat(read(volume, 1)).isEqualTo("Deleted");
    assertThat(read(volume, 2)).isEqualTo("two");
  }

  @Test
  void whatOtherServersKeepToFindNeedlesIsRemovedBeforeItIsStale() {
    Volume volume = volumes.create();
    disk.createDirectories(TestVolumes.DIRECTORY.resolve("7.ldb"));
    for (String stale : List.of("7.sdx", "7.rdb", "7.ldb/000001.log", "7.ldb/CURRENT")) {
      Path path = TestVolumes.DIRECTORY.resolve(stale);
      disk.open(path, OpenMode.CREATE_NEW).close();
    }
    disk.open(TestVolumes.DIRECTORY.resolve("8.sdx"), OpenMode.CREATE_NEW).close();

    read(volume, 1);
    assertThat(disk.list(TestVolumes.DIRECTORY)).hasSize(7);
    write(volume, needle(1, "one"));

    assertThat(disk.list(TestVolumes.DIRECTORY).stream().map(DiskEntry::name))
        .containsExactly("7.dat", "7.idx", "7.vif", "8.sdx");
  }

  @Test
  void anIndexBesideTheDataIsUsedThoughThereIsADirectoryForIndexes() {
    disk.createDirectories(Path.of("/indexes"));
    VolumePaths apart =
        new VolumePaths(TestVolumes.DIRECTORY, Path.of("/indexes"), TestVolumes.PATHS.name());
    Volume volume = volumes.create();
    write(volume, needle(1, "one"));
    TestVolumes.close(volume);

    Volume again = Volume.open(volumes.environment, apart, OffsetWidth.FOUR);

    assertThat(again.paths()).isEqualTo(TestVolumes.PATHS);
    assertThat(read(again, 1)).isEqualTo("one");
    assertThat(disk.list(Path.of("/indexes"))).isEmpty();
  }

  @Test
  void anAnswerThatThrowsIsReportedAndStopsNobody() {
    events.expect("volume.answer.failed");
    Volume volume = volumes.create();

    volume.write(
        needle(1, "one"),
        result -> {
          throw new IllegalStateException("not my day");
        });

    assertThat(write(volume, needle(2, "two"))).isInstanceOf(WriteResult.Written.class);
    assertThat(read(volume, 1)).isEqualTo("one");
  }
}
