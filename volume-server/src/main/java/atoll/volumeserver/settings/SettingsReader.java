package atoll.volumeserver.settings;

import atoll.kit.AtollException;
import atoll.kit.event.Level;
import atoll.kit.log.EventForm;
import atoll.kit.unit.Durations;
import atoll.volume.NeedleMaps;
import atoll.volume.index.OffsetWidth;
import atoll.volume.store.DirectorySettings;
import atoll.volume.store.StoreOptions;
import atoll.volumeserver.wire.ServerAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads settings: flags of the command line, the environment, the file of options. The command
/// line goes first, then the environment, then the file, then the defaults.
public final class SettingsReader {

  private static final int PORT_MAX = 65_535;
  private static final int REQUESTS_FROM = 3;
  private static final String SECURITY = "security.toml";
  private static final String RELOAD_VARIABLE = "WEED_TLS_CERT_REFRESH_INTERVAL";
  private static final Duration RELOAD_EVERY = Duration.ofHours(5);

  private final FlagValues flags;
  private final Problems problems;
  private final Map<String, String> environment;
  private final List<String> notes;

  private SettingsReader(
      FlagValues flags, Problems problems, Map<String, String> environment, List<String> notes) {
    this.flags = flags;
    this.problems = problems;
    this.environment = environment;
    this.notes = notes;
  }

  /// Reads and checks everything before the first port opens.
  ///
  /// @param words of the command line
  /// @param environment of the process
  public static SettingsAnswer read(List<String> words, Map<String, String> environment) {
    Problems problems = new Problems();
    List<String> notes = new ArrayList<>();
    CommandWords command = CommandWords.parse(words, problems);
    if (command.wantsHelp()) {
      return new SettingsAnswer.Help(FlagTable.help());
    }
    String options = command.values().getOrDefault("options", environment.get("WEED_OPTIONS"));
    Map<String, String> file =
        options == null || options.isEmpty()
            ? Map.of()
            : OptionsFile.read(Path.of(options), problems, notes);
    FlagValues flags = new FlagValues(command.values(), environment, file, problems);
    SettingsReader reader = new SettingsReader(flags, problems, environment, notes);
    Optional<StartSettings> read = reader.all();
    return read.isPresent() && problems.isEmpty()
        ? new SettingsAnswer.Start(read.get())
        : new SettingsAnswer.Refused(problems.sentences());
  }

  private Optional<StartSettings> all() {
    List<DirectorySettings> directories =
        new DirectoryFlags(flags, environment.getOrDefault("HOME", "/")).read();
    VolumeServerSettings.Identity identity = identity();
    VolumeServerSettings.Listening listening = listening(identity.ip());
    List<String> masters = masters();
    StoreOptions store = store();
    VolumeServerSettings.Uploads uploads =
        new VolumeServerSettings.Uploads(
            flags.mebibytes("fileSizeLimitMB"),
            flags.mebibytes("concurrentUploadLimitMB"),
            flags.duration("inflightUploadDataTimeout"),
            flags.isOn("images.fix.orientation"));
    VolumeServerSettings.Downloads downloads =
        new VolumeServerSettings.Downloads(
            readMode(),
            flags.mebibytes("concurrentDownloadLimitMB"),
            flags.duration("inflightDownloadDataTimeout"));
    VolumeServerSettings.Pace pace =
        new VolumeServerSettings.Pace(
            Duration.ofSeconds(flags.number("preStopSeconds", 0, Integer.MAX_VALUE)),
            flags.mebibytes("compactionMBps"),
            flags.mebibytes("maintenanceMBps"));
    StartSettings.Security security = security();
    StartSettings.Log log = log();
    boolean anyRemoteEndpoint = flags.isOn("volume.allowUntrustedRemoteEndpoints");
    boolean hostTypes = flags.isOn("hostTypes");
    checkWhatIsNotUsed();
    if (directories.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new StartSettings(
            new VolumeServerSettings(
                identity, listening, directories, store, maps(), masters, uploads, downloads, pace),
            security,
            log,
            anyRemoteEndpoint,
            hostTypes,
            notes));
  }

  private VolumeServerSettings.Identity identity() {
    String ip = flags.text("ip").isBlank() ? OwnAddress.find() : flags.text("ip").strip();
    return new VolumeServerSettings.Identity(
        flags.text("id").strip(),
        ip,
        flags.text("publicUrl").strip(),
        flags.text("dataCenter").strip(),
        flags.text("rack").strip());
  }

  private VolumeServerSettings.Listening listening(String ip) {
    int port = flags.number("port", 1, PORT_MAX);
    int grpc = flags.number("port.grpc", 0, PORT_MAX);
    int publicPort = flags.number("port.public", 0, PORT_MAX);
    int metrics = flags.number("metricsPort", 0, PORT_MAX);
    if (grpc == 0) {
      grpc = port + ServerAddress.GRPC_PORT_ABOVE;
      if (grpc > PORT_MAX) {
        problems.add(
            "-port.grpc: above -port=%d by 10000 there is no port; name one below 65536"
                .formatted(port));
      }
    }
    if (publicPort == 0) {
      publicPort = port;
    }
    if (grpc == port || grpc == publicPort) {
      problems.add("-port.grpc: " + grpc + " is a port of HTTP too; choose another");
    }
    if (metrics != 0 && (metrics == port || metrics == publicPort || metrics == grpc)) {
      problems.add("-metricsPort: " + metrics + " is another port of this server too");
    }
    String bind = flags.text("ip.bind").isBlank() ? ip : flags.text("ip.bind").strip();
    String metricsIp = flags.text("metricsIp").isBlank() ? bind : flags.text("metricsIp").strip();
    return new VolumeServerSettings.Listening(
        bind,
        port,
        publicPort,
        grpc,
        metricsIp,
        metrics,
        Duration.ofSeconds(flags.number("idleTimeout", 1, Integer.MAX_VALUE)));
  }

  private List<String> masters() {
    String name = flags.text("mserver").isBlank() ? "master" : "mserver";
    List<String> masters = flags.list(name).stream().filter(each -> !each.isEmpty()).toList();
    if (masters.isEmpty()) {
      problems.add("-" + name + ": no master is named, like -master=localhost:9333");
    }
    for (String master : masters) {
      try {
        ServerAddress.parse(master);
      } catch (AtollException e) {
        problems.add("-" + name + ": " + e.getMessage());
      }
    }
    return masters;
  }

  private StoreOptions store() {
    StoreOptions usual = StoreOptions.DEFAULT;
    String width = flags.text("index.offsetBytes").strip();
    if (!width.equals("4") && !width.equals("5")) {
      problems.add(FlagValues.bad("index.offsetBytes", width, "4 or 5"));
    }
    return new StoreOptions(
        width.equals("5") ? OffsetWidth.FIVE : OffsetWidth.FOUR,
        usual.loadWorkers(),
        usual.loadMax(),
        usual.spoolsMax());
  }

  /// All of SeaweedFS's kinds that lie on disk mean our one; what is unknown means memory, as
  /// there.
  private NeedleMaps maps() {
    String index = flags.text("index").strip();
    return switch (index) {
      case "memory" -> NeedleMaps.IN_MEMORY;
      case "disk", "leveldb", "leveldbMedium", "leveldbLarge" -> NeedleMaps.ON_DISK;
      default -> {
        notes.add("-index: \"" + index + "\" is taken for memory; on disk is -index=disk");
        yield NeedleMaps.IN_MEMORY;
      }
    };
  }

  private ReadMode readMode() {
    String text = flags.text("readMode").strip();
    if (!List.of("local", "proxy", "redirect").contains(text)) {
      notes.add("-readMode: \"" + text + "\" is taken for redirect");
    }
    return ReadMode.of(text);
  }

  private StartSettings.Security security() {
    SecuritySource source = new SecuritySource(securityFile(), environment);
    SecuritySettings rules = SecuritySettings.NONE;
    List<String> listed =
        flags.list("whiteList").stream().filter(entry -> !entry.isEmpty()).toList();
    try {
      WhiteList.of(listed);
    } catch (AtollException e) {
      problems.add("-whiteList: " + e.getMessage());
    }
    try {
      rules = source.read();
      WhiteList.of(rules.whiteList());
    } catch (AtollException e) {
      String.valueOf(e.getMessage()).lines().forEach(problems::add);
    }
    Duration every = RELOAD_EVERY;
    String said = environment.getOrDefault(RELOAD_VARIABLE, "");
    try {
      every = said.isEmpty() ? every : Durations.parse(said);
    } catch (AtollException e) {
      problems.add(RELOAD_VARIABLE + ": " + e.getMessage());
    }
    if (!every.isPositive()) {
      problems.add(RELOAD_VARIABLE + ": wanted is a duration above zero, like 5h");
    }
    return new StartSettings.Security(source, rules, listed, every);
  }

  private Optional<Path> securityFile() {
    String named = flags.text("securityFile");
    if (!named.isBlank()) {
      Path file = Path.of(named);
      return Optional.of(file);
    }
    List<String> places = new ArrayList<>();
    String configured = flags.text("config_dir");
    if (!configured.isBlank()) {
      if (!Files.isDirectory(Path.of(configured))) {
        problems.add("-config_dir: " + configured + " is no directory");
      }
      places.add(configured);
    }
    places.add(".");
    places.add(environment.getOrDefault("HOME", "/") + "/.seaweedfs");
    places.add("/usr/local/etc/seaweedfs");
    places.add("/etc/seaweedfs");
    return places.stream().map(place -> Path.of(place, SECURITY)).filter(Files::exists).findFirst();
  }

  private StartSettings.Log log() {
    String form = flags.text("logForm").toLowerCase(Locale.ROOT).strip();
    if (!List.of("", "text", "json").contains(form)) {
      problems.add(FlagValues.bad("logForm", form, "text or json"));
    }
    boolean json = form.equals("json") || (form.isEmpty() && flags.isOn("log_json"));
    int verbosity = flags.number("v", 0, Integer.MAX_VALUE);
    String named = flags.text("logLevel").toUpperCase(Locale.ROOT).strip();
    Level level = verbosity >= REQUESTS_FROM ? Level.DEBUG : Level.INFO;
    if (!named.isEmpty()) {
      try {
        level = Level.valueOf(named);
      } catch (IllegalArgumentException _) {
        problems.add(
            FlagValues.bad("logLevel", flags.text("logLevel"), "debug, info, warn or error"));
      }
    }
    return new StartSettings.Log(json ? EventForm.JSON : EventForm.TEXT, level);
  }

  /// What is accepted and does nothing must still be of its kind.
  private void checkWhatIsNotUsed() {
    for (Flag flag : FlagTable.ALL) {
      if (!flags.wasAsked(flag.name()) && flag.kind() == Flag.Kind.SWITCH) {
        flags.isOn(flag.name());
      } else if (!flags.wasAsked(flag.name()) && flag.kind() == Flag.Kind.NUMBER) {
        flags.number(flag.name(), 0, Integer.MAX_VALUE);
      }
    }
  }
}
