package atoll.libmanta.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.libmanta.MantaDirectory;
import atoll.libmanta.MantaEntry;
import atoll.libmanta.MantaObject;
import atoll.libmanta.Shark;
import atoll.libmanta.generate.MantaGenerators;
import atoll.sim.property.Property;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every database keeps of metadata. A test class per database extends this.
@SuppressWarnings("NullAway.Init") // JUnit opens the connection before each test.
abstract class MantaColumnsContract {

  private Connection connection;

  abstract Connection open() throws SQLException;

  @BeforeEach
  void create() throws SQLException {
    connection = open();
    run("drop table if exists kept");
    run("create table kept (id bigint primary key, _value text)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private interface Setting {
    void on(PreparedStatement statement) throws SQLException;
  }

  private interface Reading<T> {
    T from(ResultSet row) throws SQLException;
  }

  private <T> T kept(Setting setting, Reading<T> reading) throws SQLException {
    run("delete from kept");
    try (PreparedStatement insert =
        connection.prepareStatement("insert into kept (id, _value) values (1, ?)")) {
      setting.on(insert);
      assertThat(insert.executeUpdate()).isEqualTo(1);
    }
    try (Statement select = connection.createStatement();
        ResultSet row = select.executeQuery("select _value from kept where id = 1")) {
      assertThat(row.next()).isTrue();
      return reading.from(row);
    }
  }

  private void assertCorrupt(@Nullable String text, Reading<?> reading, String part) {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(() -> kept(statement -> statement.setString(1, text), reading))
        .withMessageContaining("column _value")
        .withMessageContaining(part)
        .matches(thrown -> thrown.fault() == Fault.CORRUPT);
  }

  @Test
  void anObjectComesBackLetterForLetter() throws SQLException {
    String text =
        "{\"type\":\"object\" , \"key\":\"/o/stor/é𝄞'\\\\\",\"name\":\"é𝄞'\\\\\","
            + "\"dirname\":\"/o/stor\",\"owner\":\"o\",\"mtime\":1,\"ratio\":1.0}";
    MantaObject object = MantaObject.parse(text);
    MantaObject back =
        kept(
            statement -> MantaColumns.set(statement, 1, object),
            row -> MantaColumns.object(row, "_value"));
    assertThat(back).isEqualTo(object).hasToString(text);
  }

  @Test
  @Tag("simulation")
  void anyEntryAndAnySharkComeBack() {
    Property.expect("objects come back", MantaGenerators.objects(), this::assertKept);
    Property.expect("directories come back", MantaGenerators.directories(), this::assertKept);
    Property.expect(
        "sharks come back",
        MantaGenerators.sharks(),
        shark -> {
          Shark back =
              kept(
                  statement -> MantaColumns.set(statement, 1, shark),
                  row -> MantaColumns.shark(row, "_value"));
          assertThat(back).isEqualTo(shark);
        });
  }

  private void assertKept(MantaEntry entry) throws SQLException {
    MantaEntry back =
        kept(
            statement -> MantaColumns.set(statement, 1, entry),
            row -> MantaColumns.entry(row, "_value"));
    assertThat(back).isEqualTo(entry);
    if (entry instanceof MantaDirectory directory) {
      MantaDirectory read =
          kept(
              statement -> MantaColumns.set(statement, 1, directory),
              row -> MantaColumns.directory(row, "_value"));
      assertThat(read).isEqualTo(directory);
    }
  }

  @Test
  void whatIsNoMetadataIsCorruptAndNamed() {
    assertCorrupt(null, row -> MantaColumns.entry(row, "_value"), "is null");
    assertCorrupt("", row -> MantaColumns.object(row, "_value"), "empty text");
    assertCorrupt("{\"type\":\"object\"}", row -> MantaColumns.object(row, "_value"), "\"key\"");
    assertCorrupt("[]", row -> MantaColumns.shark(row, "_value"), "an array");
    assertCorrupt("{}", row -> MantaColumns.directory(row, "_value"), "\"type\"");
  }
}
