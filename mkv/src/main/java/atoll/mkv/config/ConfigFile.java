package atoll.mkv.config;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.event.Level;
import atoll.kit.net.Endpoint;
import atoll.kit.unit.DataSize;
import atoll.mkv.index.PostgresSettings;
import atoll.mkv.index.SqliteSettings;
import atoll.mkv.key.HostId;
import atoll.mkv.ring.HostRole;
import atoll.mkv.ring.RingSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// Reads `mkv.toml`: TOML with a table for each part and one `[[host]]` for each blob host.
/// `MKV_<SECTION>_<KEY>` in the environment wins over the file.
public final class ConfigFile {

  private static final String HOST = "host";

  /// Another word for a host.
  private static final String VOLUME = "volume";

  private static final Set<String> SECTIONS =
      Set.of(
          "server",
          "index",
          "placement",
          HOST,
          VOLUME,
          "health",
          "limits",
          "auth",
          "metrics",
          "log");
  private static final Duration NONE = Duration.ZERO;
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final String file;
  private final Path folder;
  private final Map<String, String> environment;
  private final List<ConfigProblem> problems = new ArrayList<>();

  private ConfigFile(String file, Path folder, Map<String, String> environment) {
    this.file = file;
    this.folder = folder;
    this.environment = environment;
  }

  /// Reads a file.
  ///
  /// @throws AtollException `NOT_FOUND` or `IO` if it cannot be read at all
  public static ConfigReading read(Path path, Map<String, String> environment) {
    String text;
    try {
      text = Files.readString(path);
    } catch (IOException unreadable) {
      Fault fault = Files.exists(path) ? Fault.IO : Fault.NOT_FOUND;
      throw new AtollException(
          fault, "cannot read the configuration " + path + ": " + unreadable, unreadable);
    }
    return parse(text, path, environment);
  }

  /// Reads a file that must be right.
  ///
  /// @throws AtollException as [#read] does, and `BAD_INPUT` with all problems of the file
  public static MkvConfig require(Path path, Map<String, String> environment) {
    return switch (read(path, environment)) {
      case ConfigReading.Good good -> good.config();
      case ConfigReading.Bad bad -> throw refusal(bad);
    };
  }

  /// Reads a text.
  ///
  /// @param path where it comes from; relative paths in it start there
  public static ConfigReading parse(String text, Path path, Map<String, String> environment) {
    Path folder = path.toAbsolutePath().getParent();
    return new ConfigFile(path.toString(), folder == null ? Path.of("/") : folder, environment)
        .parse(text);
  }

  private ConfigReading parse(String text) {
    TomlParseResult toml = Toml.parse(text);
    for (TomlParseError error : toml.errors()) {
      problems.add(
          new ConfigProblem(file, error.position().line(), "", String.valueOf(error.getMessage())));
    }
    for (String name : toml.keySet()) {
      if (!SECTIONS.contains(name)) {
        problems.add(
            new ConfigProblem(
                file,
                lineOf(toml, name),
                name,
                "nobody knows this section; known are " + new TreeSet<>(SECTIONS)));
      }
    }
    MkvConfig config =
        new MkvConfig(
            server(section(toml, "server")),
            index(section(toml, "index")),
            placement(section(toml, "placement")),
            hosts(toml),
            health(section(toml, "health")),
            limits(section(toml, "limits")),
            auth(section(toml, "auth")),
            metrics(section(toml, "metrics")),
            log(section(toml, "log")));
    checkTogether(config);
    problems.sort(Comparator.comparingInt(ConfigProblem::line));
    return problems.isEmpty() ? new ConfigReading.Good(config) : new ConfigReading.Bad(problems);
  }

  private static int lineOf(TomlTable table, String key) {
    var at = table.inputPositionOf(List.of(key));
    return at == null ? 0 : at.line();
  }

  private Section section(TomlTable toml, String name) {
    Object found = toml.get(List.of(name));
    if (found != null && !(found instanceof TomlTable)) {
      problems.add(
          new ConfigProblem(file, lineOf(toml, name), name, "a section is wanted: [" + name + "]"));
    }
    TomlTable table = found instanceof TomlTable present ? present : null;
    return new Section(name, table, environment, file, problems);
  }

  private static MkvConfig.Server server(Section in) {
    MkvConfig.Server server =
        new MkvConfig.Server(
            in.endpoint("listen", new Endpoint("127.0.0.1", 3000)),
            in.endpoint("admin_listen", new Endpoint("127.0.0.1", 3900)),
            publicUrl(in, ""),
            in.choice("read_mode", MkvConfig.ReadMode.REDIRECT, MkvConfig.ReadMode.class),
            in.flag("read_mode_by_request", false),
            in.choice("overwrite", MkvConfig.Overwrite.DENY, MkvConfig.Overwrite.class),
            in.flag("protect", false),
            in.flag("strict_delete", false),
            in.flag("md5", true),
            in.size("max_object_bytes", DataSize.ofGibibytes(1024)),
            in.time("drain_delay", NONE, NONE),
            in.time("drain_timeout", Duration.ofSeconds(30), SHORTEST));
    in.close();
    return server;
  }

  private MkvConfig.Index index(Section in) {
    String path = in.text("path", "index.db");
    String url = in.text("postgres_url", "");
    String user = in.text("postgres_user", "");
    String password = secret(in, "postgres_password_file");
    if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:")) {
      in.problem("postgres_url", "jdbc:postgresql://HOST:PORT/DATABASE is wanted");
    }
    if (url.isEmpty() && !(user.isEmpty() && password.isEmpty())) {
      in.problem("postgres_user", "a user or a password without postgres_url");
    }
    MkvConfig.Index index =
        new MkvConfig.Index(
            folder.resolve(path),
            url.isEmpty()
                ? Optional.empty()
                : Optional.of(new PostgresSettings(url, user, password)),
            in.choice("synchronous", Synchronous.FULL, Synchronous.class) == Synchronous.FULL,
            in.choice("read_on_loop", OnLoop.AUTO, OnLoop.class).reading,
            in.count("read_connections", 8, 1, 256),
            in.count("commit_max_rows", 512, 1, 100_000),
            in.time("commit_max_wait", NONE, NONE));
    in.close();
    return index;
  }

  private static String publicUrl(Section in, String otherwise) {
    String url = in.text("public_url", otherwise);
    if (url.endsWith("/")) {
      in.problem("public_url", "without a slash at its end, please");
    }
    return url;
  }

  private String secret(Section in, String key) {
    return secret(in, key, "", String::strip);
  }

  /// What the file says that a key names.
  private <T> T secret(Section in, String key, T otherwise, Function<String, T> parse) {
    String path = in.text(key, "");
    if (path.isEmpty()) {
      return otherwise;
    }
    try {
      return parse.apply(Files.readString(folder.resolve(path)));
    } catch (IOException unreadable) {
      in.problem(key, "cannot be read: " + unreadable);
    } catch (IllegalArgumentException wrong) {
      in.problem(key, path + ": " + wrong.getMessage());
    }
    return otherwise;
  }

  private MkvConfig.Auth auth(Section in) {
    MkvConfig.Auth auth =
        new MkvConfig.Auth(
            tokens(in, "read_tokens_file"),
            tokens(in, "write_tokens_file"),
            tokens(in, "admin_tokens_file"));
    if (!auth.read().isOpen() && auth.write().isOpen()) {
      in.problem(
          "write_tokens_file", "whoever may write may read, so reading cannot be closed alone");
    }
    in.close();
    return auth;
  }

  private Tokens tokens(Section in, String key) {
    return secret(in, key, Tokens.OPEN, Tokens::parse);
  }

  private static MkvConfig.Metrics metrics(Section in) {
    MkvConfig.Metrics metrics =
        new MkvConfig.Metrics(in.flag("enabled", true), in.flag("open", true));
    in.close();
    return metrics;
  }

  /// The words of `index.synchronous`.
  private enum Synchronous {
    FULL,
    NORMAL
  }

  /// The words of `index.read_on_loop`.
  private enum OnLoop {
    AUTO(SqliteSettings.Reading.AUTO),
    YES(SqliteSettings.Reading.ON_LOOP),
    NO(SqliteSettings.Reading.IN_POOL);

    private final SqliteSettings.Reading reading;

    OnLoop(SqliteSettings.Reading reading) {
      this.reading = reading;
    }
  }

  /// The words of `placement.spread_by`.
  private enum SpreadBy {
    ZONE,
    HOST
  }

  private static MkvConfig.Placement placement(Section in) {
    int replicas = in.count("replicas", 3, 1, 32);
    MkvConfig.Placement placement =
        new MkvConfig.Placement(
            replicas,
            in.count("write_quorum", replicas / 2 + 1, 1, 32),
            new RingSettings(
                in.count("vnodes", 512, 1, 65_536),
                in.text("seed", ""),
                in.choice("spread_by", SpreadBy.ZONE, SpreadBy.class) == SpreadBy.ZONE),
            in.flag("allow_zone_sharing", false));
    if (placement.writeQuorum() > replicas) {
      in.problem(
          "write_quorum",
          placement.writeQuorum() + " of " + replicas + " replicas: at most as many as replicas");
    }
    in.close();
    return placement;
  }

  private List<MkvConfig.Host> hosts(TomlTable toml) {
    List<MkvConfig.Host> hosts = new ArrayList<>();
    List<@Nullable TomlTable> tables = new ArrayList<>();
    for (String name : List.of(HOST, VOLUME)) {
      if (toml.get(List.of(name)) instanceof TomlArray array) {
        for (int index = 0; index < array.size(); index++) {
          tables.add(array.get(index) instanceof TomlTable table ? table : null);
        }
      }
    }
    if (tables.isEmpty()) {
      problems.add(new ConfigProblem(file, 0, HOST, "at least one [[host]] is wanted"));
      return hosts;
    }
    Set<String> ids = new TreeSet<>();
    Set<String> urls = new TreeSet<>();
    for (@Nullable TomlTable table : tables) {
      Section in = new Section(HOST, table, Map.of(), file, problems);
      MkvConfig.Host host = host(in);
      if (host != null) {
        hosts.add(host);
        if (!ids.add(host.id().text())) {
          in.problem("id", "two hosts have the id " + host.id());
        }
        if (!urls.add(host.at() + host.path())) {
          in.problem("url", "two hosts have the url of " + host.id());
        }
      }
      in.close();
    }
    return hosts;
  }

  private static MkvConfig.@Nullable Host host(Section in) {
    String id = in.text("id", "");
    String url = in.text("url", "");
    String publicUrl = publicUrl(in, url);
    String accel = in.text("accel_prefix", "/" + id);
    double weight = in.amount("weight", 1, 0, 1_000);
    String zone = in.text("zone", "");
    HostRole role = in.choice("state", HostRole.ACTIVE, HostRole.class);
    Optional<HostId> known = id(in, id);
    Optional<URI> at = url(in, url);
    if (known.isEmpty() || at.isEmpty()) {
      return null;
    }
    int port = at.get().getPort() < 0 ? 80 : at.get().getPort();
    String path = at.get().getRawPath() == null ? "" : at.get().getRawPath();
    return new MkvConfig.Host(
        known.get(),
        new Endpoint(unbracketed(at.get().getHost()), port),
        path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
        publicUrl,
        accel,
        weight,
        zone,
        role);
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static Optional<HostId> id(Section in, String text) {
    try {
      return Optional.of(new HostId(text));
    } catch (AtollException wrong) {
      in.problem("id", String.valueOf(wrong.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<URI> url(Section in, String text) {
    try {
      URI url = new URI(text);
      if ("http".equals(url.getScheme()) && url.getHost() != null && url.getRawQuery() == null) {
        return Optional.of(url);
      }
      in.problem("url", "\"" + text + "\" is no http://HOST:PORT");
    } catch (URISyntaxException wrong) {
      in.problem("url", "\"" + text + "\" is no http://HOST:PORT: " + wrong.getMessage());
    }
    return Optional.empty();
  }

  private static MkvConfig.Health health(Section in) {
    MkvConfig.Health health =
        new MkvConfig.Health(
            in.time("interval", Duration.ofSeconds(2), SHORTEST),
            in.time("timeout", Duration.ofSeconds(1), SHORTEST),
            in.time("deep_interval", Duration.ofSeconds(30), SHORTEST),
            in.count("fall", 3, 1, 1_000),
            in.count("rise", 2, 1, 1_000),
            in.flag("identity", true));
    in.close();
    return health;
  }

  private static MkvConfig.Limits limits(Section in) {
    MkvConfig.Limits limits =
        new MkvConfig.Limits(
            in.amount("list_rate", 50, 0.001, 1e9),
            in.count("list_burst", 100, 1, 1_000_000),
            in.count("list_max_page", 10_000, 1, 1_000_000),
            in.count("list_concurrency", 8, 1, 1_000),
            in.time("host_connect_timeout", Duration.ofSeconds(1), SHORTEST),
            in.time("host_response_timeout", Duration.ofSeconds(5), SHORTEST),
            in.time("host_idle_timeout", Duration.ofSeconds(30), SHORTEST),
            in.time("grace", Duration.ofSeconds(60), NONE),
            in.size("whole_object_bytes", DataSize.ofKibibytes(256)),
            in.size("in_flight_bytes", DataSize.ofMebibytes(64)));
    in.close();
    return limits;
  }

  /// The words of `log.format`.
  private enum LogFormat {
    TEXT,
    JSON
  }

  private static MkvConfig.Log log(Section in) {
    MkvConfig.Log log =
        new MkvConfig.Log(
            in.choice("format", LogFormat.TEXT, LogFormat.class) == LogFormat.JSON,
            in.choice("level", Level.INFO, Level.class),
            in.flag("access", false));
    in.close();
    return log;
  }

  private void checkTogether(MkvConfig config) {
    long usable =
        config.hosts().stream()
            .filter(host -> host.role().isWritable() && host.weight() > 0)
            .count();
    int replicas = config.placement().replicas();
    if (!config.hosts().isEmpty() && usable < replicas) {
      together(
          "placement.replicas",
          replicas + " replicas want as many active hosts with a weight; there are " + usable);
    }
    long zones =
        config.hosts().stream()
            .map(MkvConfig.Host::zone)
            .filter(z -> !z.isEmpty())
            .distinct()
            .count();
    boolean allZoned = config.hosts().stream().noneMatch(host -> host.zone().isEmpty());
    if (zones > 0
        && !config.placement().allowZoneSharing()
        && config.placement().ring().spreadByZone()) {
      if (!allZoned) {
        together("host.zone", "some hosts have a zone and some have none: give one to each");
      } else if (zones < replicas) {
        together(
            "placement.allow_zone_sharing",
            replicas
                + " replicas over "
                + zones
                + " zones: say allow_zone_sharing = true if that is meant");
      }
    }
  }

  private void together(String key, String message) {
    problems.add(new ConfigProblem(file, 0, key, message));
  }

  /// What to tell of a file that is wrong.
  public static AtollException refusal(ConfigReading.Bad bad) {
    StringBuilder text = new StringBuilder("the configuration has problems: ");
    text.append(bad.problems().size());
    bad.problems().forEach(problem -> text.append('\n').append(problem));
    return new AtollException(Fault.BAD_INPUT, text.toString());
  }
}
