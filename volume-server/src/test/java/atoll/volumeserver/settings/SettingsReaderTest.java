package atoll.volumeserver.settings;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.event.Level;
import atoll.kit.log.EventForm;
import atoll.kit.unit.DataSize;
import atoll.volume.NeedleMaps;
import atoll.volume.index.OffsetWidth;
import atoll.volume.store.DirectorySettings;
import atoll.volume.store.SpaceFloor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsReaderTest {

  @TempDir private Path work;
  private Path data;
  private Path second;

  @BeforeEach
  void makeDirectories() throws IOException {
    data = Files.createDirectory(work.resolve("data"));
    second = Files.createDirectory(work.resolve("second"));
  }

  private StartSettings started(List<String> words, Map<String, String> environment) {
    SettingsAnswer answer = SettingsReader.read(withDirectory(words), environment);
    assertThat(answer).isInstanceOf(SettingsAnswer.Start.class);
    return ((SettingsAnswer.Start) answer).settings();
  }

  private StartSettings started(String... words) {
    return started(List.of(words), Map.of());
  }

  private List<String> problems(String... words) {
    SettingsAnswer answer = SettingsReader.read(withDirectory(List.of(words)), Map.of());
    assertThat(answer).isInstanceOf(SettingsAnswer.Refused.class);
    return ((SettingsAnswer.Refused) answer).problems();
  }

  private List<String> withDirectory(List<String> words) {
    List<String> all = new ArrayList<>(words);
    if (words.stream().noneMatch(word -> word.matches("-{1,2}dir(=.*)?"))) {
      all.add("-dir=" + data);
    }
    return all;
  }

  @Test
  void defaultsAreThoseOfSeaweedFs() {
    StartSettings settings = started("-ip=10.0.0.1");

    VolumeServerSettings server = settings.server();
    assertThat(server.listening().port()).isEqualTo(8080);
    assertThat(server.listening().grpcPort()).isEqualTo(18080);
    assertThat(server.listening().hasPublicPort()).isFalse();
    assertThat(server.listening().bindIp()).isEqualTo("10.0.0.1");
    assertThat(server.listening().metricsPort()).isZero();
    assertThat(server.listening().idle()).isEqualTo(Duration.ofSeconds(30));
    assertThat(server.masters()).containsExactly("localhost:9333");
    assertThat(server.uploads().fileBytesMax()).isEqualTo(256L << 20);
    assertThat(server.uploads().inFlightBytesMax()).isZero();
    assertThat(server.uploads().waitMax()).isEqualTo(Duration.ofMinutes(1));
    assertThat(server.downloads().mode()).isEqualTo(ReadMode.PROXY);
    assertThat(server.pace().preStop()).isEqualTo(Duration.ofSeconds(10));
    assertThat(server.store().width()).isEqualTo(OffsetWidth.FOUR);
    assertThat(server.directories())
        .containsExactly(new DirectorySettings(data, data, "", 8, new SpaceFloor.Percent(1)));
    assertThat(settings.log()).isEqualTo(new StartSettings.Log(EventForm.TEXT, Level.INFO));
    assertThat(settings.anyRemoteEndpoint()).isFalse();
  }

  @Test
  void aFlagIsReadInAllItsForms() {
    for (List<String> form :
        List.of(
            List.of("-port=9001"),
            List.of("--port=9001"),
            List.of("-port", "9001"),
            List.of("--port", "9001"))) {
      assertThat(started(form, Map.of()).server().listening().port()).isEqualTo(9001);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-images.fix.orientation",
        "--images.fix.orientation=true",
        "-images.fix.orientation=1",
        "-images.fix.orientation=T"
      })
  void aSwitchIsOnByItsNameAloneOrByAnyTrueWord(String word) {
    assertThat(started(word).server().uploads().fixOrientation()).isTrue();
  }

  @Test
  void aSwitchIsTurnedOffByFalse() {
    assertThat(started("-images.fix.orientation=false").server().uploads().fixOrientation())
        .isFalse();
  }

  @Test
  void theLastOfTwoCounts() {
    assertThat(started("-port=1", "-port=2").server().listening().port()).isEqualTo(2);
  }

  @Test
  void theCommandLineOfSeaweedFsStartsThisServer() throws IOException {
    Path config = Files.createDirectory(work.resolve("config"));
    Files.writeString(config.resolve("security.toml"), "# nothing\n");

    StartSettings settings =
        started(
            "-config_dir=" + config,
            "-v=4",
            "-logtostderr",
            "volume",
            "-ip=127.0.0.1",
            "-port=81",
            "-port.grpc=82",
            "-port.public=83",
            "-dir=" + data + "," + second,
            "-max=16,3",
            "-master=127.0.0.1:90.91,127.0.0.1:92",
            "-readMode=redirect",
            "-concurrentUploadLimitMB=1",
            "-concurrentDownloadLimitMB=2",
            "-volume.allowUntrustedRemoteEndpoints",
            "-inflightUploadDataTimeout=2s",
            "-inflightDownloadDataTimeout=3s",
            "-hasSlowRead=false",
            "-index=leveldb",
            "-disk=ssd,hdd",
            "-minFreeSpace=5,10GiB",
            "-tags=fast:ssd,archive",
            "-rack=r");

    VolumeServerSettings server = settings.server();
    assertThat(server.url()).isEqualTo("127.0.0.1:81");
    assertThat(server.publicUrl()).isEqualTo("127.0.0.1:83");
    assertThat(server.listening().grpcPort()).isEqualTo(82);
    assertThat(server.masters()).containsExactly("127.0.0.1:90.91", "127.0.0.1:92");
    assertThat(server.uploads().inFlightBytesMax()).isEqualTo(1L << 20);
    assertThat(server.uploads().waitMax()).isEqualTo(Duration.ofSeconds(2));
    assertThat(server.downloads())
        .isEqualTo(
            new VolumeServerSettings.Downloads(ReadMode.REDIRECT, 2L << 20, Duration.ofSeconds(3)));
    assertThat(server.directories())
        .containsExactly(
            new DirectorySettings(
                data, data, "ssd", 16, new SpaceFloor.Percent(5), List.of("fast", "ssd")),
            new DirectorySettings(
                second,
                second,
                "",
                3,
                new SpaceFloor.Size(DataSize.parse("10GiB")),
                List.of("archive")));
    assertThat(settings.anyRemoteEndpoint()).isTrue();
    assertThat(settings.log().level()).isEqualTo(Level.DEBUG);
    assertThat(settings.security().source().file()).contains(config.resolve("security.toml"));
    assertThat(server.maps()).isEqualTo(NeedleMaps.ON_DISK);
  }

  @Test
  void theCommandLineOfTheOtherImplementationStartsThisServer() throws IOException {
    Path security = Files.writeString(work.resolve("security.toml"), "");

    StartSettings settings =
        started(
            "--port",
            "81",
            "--port.grpc",
            "82",
            "--port.public",
            "81",
            "--ip",
            "127.0.0.1",
            "--ip.bind",
            "127.0.0.2",
            "--dir",
            data.toString(),
            "--max",
            "16",
            "--master",
            "127.0.0.1:90",
            "--securityFile",
            security.toString(),
            "--readMode",
            "local",
            "--concurrentUploadLimitMB",
            "0",
            "--concurrentDownloadLimitMB",
            "0",
            "--preStopSeconds",
            "0");

    assertThat(settings.server().listening().hasPublicPort()).isFalse();
    assertThat(settings.server().listening().bindIp()).isEqualTo("127.0.0.2");
    assertThat(settings.server().pace().preStop()).isZero();
    assertThat(settings.security().source().file()).contains(security);
  }

  @Test
  void theCommandLineGoesBeforeTheEnvironmentAndThatBeforeTheFile() throws IOException {
    Path options =
        Files.writeString(
            work.resolve("options"),
            """
            # a comment

            -port=1
            --rack: from-the-file
            dataCenter from-the-file
            images.fix.orientation
            unheard=of
            """);
    Map<String, String> environment =
        Map.of("WEED_PORT", "2", "WEED_RACK", "from-the-environment", "WEED_PORT_GRPC", "55");

    StartSettings settings = started(List.of("-options=" + options, "-port=3"), environment);

    assertThat(settings.server().listening().port()).isEqualTo(3);
    assertThat(settings.server().listening().grpcPort()).isEqualTo(55);
    assertThat(settings.server().identity().rack()).isEqualTo("from-the-environment");
    assertThat(settings.server().identity().dataCenter()).isEqualTo("from-the-file");
    assertThat(settings.server().uploads().fixOrientation()).isTrue();
    assertThat(settings.notes())
        .containsExactly(options + ", line 7: -unheard is no flag and is passed over");
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() throws IOException {
    Path file = Files.writeString(work.resolve("file"), "");

    List<String> problems =
        problems(
            "-prot=1",
            "-port=abc",
            "-max=1,2",
            "-dir=" + work.resolve("none") + "," + file + "," + data + "," + data,
            "-minFreeSpace=lots",
            "-inflightUploadDataTimeout=60",
            "-master=",
            "-index.offsetBytes=6",
            "-hasSlowRead=perhaps",
            "stray",
            "-logLevel=loud",
            "-config_dir=" + work.resolve("nowhere"),
            "-rack");

    assertThat(problems)
        .containsExactlyInAnyOrder(
            "-prot: there is no such flag; did you mean -port?",
            "\"stray\" is no flag: flags begin with a hyphen, like -port=8080",
            "-rack: a value is missing, like -rack=VALUE",
            "-port: \"abc\" will not do; wanted is a whole number from 1 to 65535",
            "-max: it lists 2 values for the 4 directories of -dir; give one, or one for each",
            "-dir: " + work.resolve("none") + " does not exist; make it, or name another directory",
            "-dir: " + file + " is no directory",
            "-dir: " + data + " is named twice",
            "-minFreeSpace: \"lots\" will not do; wanted is percent up to 100, or a size like"
                + " 10GiB",
            "-inflightUploadDataTimeout: \"60\" is not a duration: a duration is a number and a"
                + " unit, or several, like 30s, 1m30s, 500ms or 1h; the units are ns us ms s m h",
            "-master: no master is named, like -master=localhost:9333",
            "-index.offsetBytes: \"6\" will not do; wanted is 4 or 5",
            "-hasSlowRead: \"perhaps\" will not do; wanted is true or false",
            "-logLevel: \"loud\" will not do; wanted is debug, info, warn or error",
            "-config_dir: " + work.resolve("nowhere") + " is no directory");
  }

  @Test
  void whatIsWrongWithTheRulesOfAccessIsSaidBesideTheFlags() throws IOException {
    Path security =
        Files.writeString(work.resolve("s.toml"), "access.ui = 3\nguard.white_list = 'x'");

    assertThat(problems("-securityFile=" + security, "-whiteList=10.0.0.300", "-port=0"))
        .containsExactlyInAnyOrder(
            "-port: \"0\" will not do; wanted is a whole number from 1 to 65535",
            security + ": access.ui is \"3\"; wanted is true or false",
            "-whiteList: white list: \"10.0.0.300\" is neither an address nor a network like"
                + " 10.0.0.0/8");
  }

  @Test
  void portsThatCollideAreRefused() {
    assertThat(problems("-port=60000"))
        .containsExactly(
            "-port.grpc: above -port=60000 by 10000 there is no port; name one below 65536");
    assertThat(problems("-port=80", "-port.grpc=80"))
        .containsExactly("-port.grpc: 80 is a port of HTTP too; choose another");
    assertThat(problems("-port=80", "-metricsPort=10080"))
        .containsExactly("-metricsPort: 10080 is another port of this server too");
  }

  @Test
  void offsetsOfFiveBytesAreAskedForByAFlag() {
    assertThat(started("-index.offsetBytes=5").server().store().width())
        .isEqualTo(OffsetWidth.FIVE);
  }

  @Test
  void logsAreJsonByEitherFlag() {
    assertThat(started("-log_json").log().form()).isEqualTo(EventForm.JSON);
    assertThat(started("-logForm=json", "-logLevel=warn").log())
        .isEqualTo(new StartSettings.Log(EventForm.JSON, Level.WARN));
  }

  @Test
  void helpNamesEveryFlag() {
    SettingsAnswer answer = SettingsReader.read(List.of("--help"), Map.of());

    assertThat(answer).isInstanceOf(SettingsAnswer.Help.class);
    String text = ((SettingsAnswer.Help) answer).text();
    for (Flag flag : FlagTable.ALL) {
      assertThat(text).contains("  -" + flag.name());
    }
  }

  @Test
  void anUnknownKindOfIndexIsOneInMemoryAndSaid() {
    assertThat(started("-index=memory").notes()).noneMatch(note -> note.startsWith("-index:"));
    StartSettings settings = started("-index=btree");
    assertThat(settings.server().maps()).isEqualTo(NeedleMaps.IN_MEMORY);
    assertThat(settings.notes()).anyMatch(note -> note.startsWith("-index: \"btree\""));
  }

  @Test
  void indexFilesMayLieElsewhere() {
    assertThat(started("-dir.idx=" + second).server().directories().getFirst().index())
        .isEqualTo(second);
  }
}
