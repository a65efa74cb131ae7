package atoll.mkv.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.count.Registry;
import atoll.kit.real.RealClock;
import atoll.mkv.key.Key;
import atoll.mkv.record.KeyRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class SqliteFileIndexTest extends IndexStoreContract {

  private static final String COLUMNS =
      "key, gen, state, blob_gen, size, type, crc32c, sha256, md5, created_ms, hosts, ring_epoch";

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("index.db");
  }

  @Override
  IndexStore open(IndexCounts of) {
    return open(file(), of);
  }

  private static SqliteIndex open(Path file, IndexCounts counts) {
    return SqliteIndex.open(SqliteSettings.of(file), IndexLimits.USUAL, new RealClock(), counts);
  }

  private static IndexCounts uncounted() {
    return IndexCounts.on(new Registry());
  }

  private static void sql(Path file, String... statements) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  @Test
  void isWhatItWasAfterItWasClosed() throws Exception {
    KeyRecord record = Records.live("/k", 1);
    put(record);
    index.close();
    assertThat(folder.resolve("index.db-wal")).doesNotExist();
    index = open(file(), uncounted());
    assertThat(index.find(record.key())).contains(record);
  }

  @Test
  void keepsASecondOneOut() {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> open(file(), uncounted()))
        .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.BUSY))
        .withMessageContaining("in use");
  }

  @Test
  void bringsAnOlderSchemaForward() throws Exception {
    Path old = folder.resolve("old.db");
    List<String> steps = new ArrayList<>(new SqliteDialect("").schemaSteps().getFirst());
    steps.add("INSERT INTO meta VALUES ('schema', '1')");
    steps.add(
        "INSERT INTO object VALUES (x'2f6b', 5, 1, 5, 0, 'a/b', 1, zeroblob(32), NULL, 6, 'v1', 7)");
    sql(old, steps.toArray(String[]::new));
    try (SqliteIndex opened = open(old, uncounted())) {
      assertThat(opened.find(Key.of("/k")).orElseThrow().content().type()).isEqualTo("a/b");
      assertThat(opened.choreCounts().total()).isZero();
    }
    try (SqliteIndex again = open(old, uncounted())) {
      assertThat(again.find(Key.of("/k"))).isPresent();
    }
  }

  @Test
  void refusesANewerSchemaAndLeavesItAsItIs() throws Exception {
    Path newer = folder.resolve("newer.db");
    open(newer, uncounted()).close();
    sql(newer, "UPDATE meta SET value = '99' WHERE name = 'schema'");
    for (int round = 0; round < 2; round++) {
      assertThatExceptionOfType(AtollException.class)
          .isThrownBy(() -> open(newer, uncounted()))
          .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.UNSUPPORTED))
          .withMessageContaining("schema 99");
    }
  }

  @Test
  void refusesAFileThatIsNoDatabase() throws Exception {
    Path text = folder.resolve("text.db");
    Files.writeString(text, "this is no database at all. ".repeat(100));
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> open(text, uncounted()))
        .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.CORRUPT));
  }

  @Test
  void readsWhileSomebodyWrites() throws Exception {
    put(Records.live("/k", 1));
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      statement.execute("UPDATE object SET size = 77");
      for (int round = 0; round < 100; round++) {
        assertThat(index.find(Key.of("/k"))).contains(Records.live("/k", 1));
      }
      statement.execute("ROLLBACK");
    }
  }

  /// Readers that looked something up long ago must not keep the log from beginning anew.
  @Test
  void keepsItsLogShortWhileSomebodyWritesWithoutAPause() throws Exception {
    SqliteSettings unsynced =
        new SqliteSettings(
            Optional.of(folder.resolve("busy.db")),
            false,
            SqliteSettings.Reading.ON_LOOP,
            1 << 20,
            0);
    try (SqliteIndex busy =
        SqliteIndex.open(unsynced, IndexLimits.USUAL, new RealClock(), uncounted())) {
      var _ = busy.find(Key.of("/before"));
      for (int number = 0; number < 9_000; number++) {
        busy.change(Records.first(Records.live("/" + number % 7 + "/" + number, 1))).join();
      }
      assertThat(Files.size(folder.resolve("busy.db-wal"))).isLessThan(48L << 20);
    }
  }

  @Test
  void isBackedUpWhileItIsWritten() throws Exception {
    for (int number = 0; number < 500; number++) {
      put(Records.live("/before/" + number, 1));
    }
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(() -> {
          for (int number = 0; !enough.get(); number++) {
            index.change(Records.first(Records.live("/during/" + number, 1))).join();
          }
        });
    Path copy = folder.resolve("copy.db");
    AtomicLong told = new AtomicLong();
    long bytes = SqliteBackup.copy(file(), copy, told::set);
    enough.set(true);
    load.join();
    assertThat(told).hasValue(bytes);
    try (SqliteIndex opened = open(copy, uncounted())) {
      IndexCheck check = opened.verify();
      assertThat(check.problems()).isEmpty();
      assertThat(check.rows()).isGreaterThanOrEqualTo(500);
    }
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> SqliteBackup.copy(file(), copy, told::set))
        .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.CONFLICT));
  }

  @Test
  void findsWhatCannotBe() throws Exception {
    put(Records.live("/good", 1));
    index.close();
    String broken = "INSERT INTO object(" + COLUMNS + ") VALUES ";
    sql(
        file(),
        broken + "(x'2f6b', 5, 9, 5, 0, 'a/b', 1, zeroblob(32), NULL, 6, 'v1', 7)",
        broken + "(x'2f6c', 5, 1, 5, 0, 'a/b', 1, zeroblob(3), NULL, 6, 'v1', 7)",
        broken + "(x'2f6d', 5, 1, 5, 0, 'a/b', 1, zeroblob(32), NULL, 6, 'V1', 7)",
        broken + "(x'2f6e', 5, 1, 6, 0, 'a/b', 1, zeroblob(32), NULL, 6, 'v1', 7)");
    index = open(file(), uncounted());
    IndexCheck check = index.verify();
    assertThat(check.rows()).isEqualTo(5);
    assertThat(check.problems()).hasSize(4).allMatch(line -> line.contains("broken record"));
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> index.find(Key.of("/k")))
        .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.CORRUPT));
  }

  @Test
  void loadsManyRecords() {
    List<KeyRecord> records = new ArrayList<>();
    for (int number = 0; number < 25_000; number++) {
      records.add(Records.live("/load/" + number % 20_000, 1 + number / 20_000));
    }
    assertThat(index.load(records.iterator())).isEqualTo(25_000);
    assertThat(index.verify().rows()).isEqualTo(20_000);
    assertThat(index.find(Key.of("/load/5")).orElseThrow().generation().value()).isEqualTo(2);
    assertThat(index.find(Key.of("/load/5000")).orElseThrow().generation().value()).isEqualTo(1);
  }
}
