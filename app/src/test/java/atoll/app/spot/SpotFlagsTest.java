package atoll.app.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.event.Level;
import atoll.sharkspotter.ShardNumbers;
import atoll.sharkspotter.SharkName;
import atoll.sharkspotter.ids.IdRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class SpotFlagsTest {

  private static SpotSettings read(String... words) {
    List<String> all = new ArrayList<>(List.of("-d", "east.example.com", "-s", "1.stor"));
    all.addAll(List.of(words));
    return only(all.toArray(String[]::new));
  }

  private static SpotSettings only(String... words) {
    SpotFlags flags = new SpotFlags();
    new CommandLine(flags).parseArgs(words);
    return flags.settings();
  }

  @Test
  void whatIsNotSaidHasItsDefault() {
    SpotSettings settings = read();
    assertThat(settings.sharks())
        .containsExactly(new SharkName("1.stor", "1.stor.east.example.com"));
    assertThat(settings.notes()).containsExactly("1.stor is taken for 1.stor.east.example.com");
    assertThat(settings.shards()).isEqualTo(new ShardNumbers(1, 1));
    assertThat(settings.ids()).isEqualTo(IdRange.ALL);
    assertThat(settings.chunk()).isEmpty();
    assertThat(settings.order().chunk()).isEqualTo(1_000);
    assertThat(settings.atATime()).isEqualTo(1);
    assertThat(settings.check()).isTrue();
    assertThat(settings.output()).isEqualTo(new SpotOutput(Optional.empty(), false));
    assertThat(settings.postgres()).isEmpty();
    assertThat(settings.level()).isEqualTo(Level.INFO);
    assertThat(settings.moray().of(7)).isEqualTo("7.moray.east.example.com:2021");
    assertThat(settings.storage().of(1)).isEqualTo("1.moray.east.example.com:2021");
  }

  @Test
  void theFirstVersionsOwnExampleIsUnderstood() {
    SpotSettings settings =
        only(
            "-x",
            "-d",
            "east.example.com",
            "-s",
            "1.stor",
            "-s",
            "2.stor.east.example.com",
            "-m1",
            "-M2",
            "-b3",
            "-e10",
            "-c20",
            "-f",
            "foo.txt");
    assertThat(settings.check()).isFalse();
    assertThat(settings.fullNames())
        .containsExactly("1.stor.east.example.com", "2.stor.east.example.com");
    assertThat(settings.notes()).hasSize(1);
    assertThat(settings.shards()).isEqualTo(new ShardNumbers(1, 2));
    assertThat(settings.ids()).isEqualTo(new IdRange(3, 10));
    assertThat(settings.chunk()).isEqualTo(OptionalLong.of(20));
    assertThat(settings.output().file()).contains(Path.of("foo.txt"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-m 2 -M 5 -c 7 -b 1 -e 9 -f x -T -t 4 -x -O -D -l debug",
        "--min_shard 2 --max_shard 5 --chunk-size 7 --begin 1 --end 9 --file x --multithreaded"
            + " --max_threads 4 -x --object_id_only --direct_db --log_level debug",
        "--min-shard=2 --max-shard=5 --chunk-size=7 --begin=1 --end=9 --file=x --multithreaded"
            + " --max-threads=4 -x --object-id-only --direct-db --log-level=debug",
      })
  void bothSpellingsSayTheSame(String words) {
    SpotSettings settings = read(words.split(" "));
    assertThat(settings.shards()).isEqualTo(new ShardNumbers(2, 5));
    assertThat(settings.order().chunk()).isEqualTo(7);
    assertThat(settings.ids()).isEqualTo(new IdRange(1, 9));
    assertThat(settings.output()).isEqualTo(new SpotOutput(Optional.of(Path.of("x")), true));
    assertThat(settings.atATime()).isEqualTo(4);
    assertThat(settings.check()).isFalse();
    assertThat(settings.level()).isEqualTo(Level.DEBUG);
    assertThat(settings.postgres()).isPresent();
    assertThat(settings.moray().of(3)).isEqualTo("3.moray.east.example.com:2020");
    assertThat(settings.storage().of(1)).isEqualTo("1.moray.east.example.com:2021");
  }

  @Test
  void severalSharksMayFollowOneFlag() {
    assertThat(only("-d", "x", "-s", "1.stor.x", "2.stor.x", "-T").fullNames())
        .containsExactly("1.stor.x", "2.stor.x");
    assertThat(only("-d", "x", "-s", "1.stor.x", "-s", "1.stor").fullNames())
        .containsExactly("1.stor.x");
  }

  @Test
  void straightFromPostgresIsSaidAsFarAsOneLikes() {
    var place = read("-D").postgres().orElseThrow().place(4, Map.of());
    assertThat(place.server()).hasToString("4.rebalancer-postgres.east.example.com:5432");
    assertThat(place.login()).asString().contains("postgres@").contains("/moray?");
    var other =
        read(
                "-D",
                "--postgres-address",
                "db{shard}:5433",
                "--postgres-user",
                "reader",
                "--postgres-database",
                "moray_{shard}")
            .postgres()
            .orElseThrow()
            .place(4, Map.of("PGPASSWORD", "s3cret"));
    assertThat(other.server()).hasToString("db4:5433");
    assertThat(other.login().password()).contains("s3cret");
    assertThat(other).asString().contains("reader@").contains("/moray_4?").doesNotContain("s3cret");
    assertThat(read("-D").order().chunk()).isEqualTo(50_000);
  }

  @Test
  void threadsAreClampedAndAnEndBelowTheBeginningIsDiscarded() {
    SpotSettings settings = read("-T", "-t", "1000", "-b", "10", "-e", "9");
    assertThat(settings.atATime()).isEqualTo(100);
    assertThat(settings.ids()).isEqualTo(new IdRange(10, Long.MAX_VALUE));
    assertThat(settings.notes())
        .contains(
            "'max_threads' is 1000, 100 are used",
            "'end' is smaller than 'begin', discard 'end' value given");
    assertThat(read("-T").atATime()).isEqualTo(50);
    assertThat(read("-b", "0", "-e", "9").ids()).isEqualTo(new IdRange(0, 9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -l loud     | Could not parse 'loud' as a log_level
          -m 3        | there are no shards from 3 to 1
          -m 0        | there are no shards from 0 to 1
          -b -1       | no id is below 0
          -c 0        | a chunk of 0 ids
          -c many     | many
          -t 4        | --multithreaded
          -T -t 0     | 0 threads
          """)
  void whatMakesNoSenseIsNamed(String words, String part) {
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> read(words.split(" ")))
        .withMessageContaining(part);
  }
}
