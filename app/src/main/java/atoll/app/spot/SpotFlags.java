package atoll.app.spot;

import atoll.kit.event.Level;
import atoll.sharkspotter.ShardNumbers;
import atoll.sharkspotter.SharkName;
import atoll.sharkspotter.ids.IdRange;
import atoll.sharkspotter.source.ShardAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The flags of `sharkspotter`, in the spelling of its first version (underscores) and of its newer
/// ones (hyphens). Confined to reading one command line.
@Command(name = "sharkspotter", sortOptions = false)
public final class SpotFlags {

  private static final int USUAL_THREADS = 50;
  private static final int MOST_THREADS = 100;

  /// Of the first of a shard's processes.
  private static final int MORAY_PORT = 2021;

  /// Of whoever spreads callers over all of them.
  private static final int SHARED_MORAY_PORT = 2020;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-m", "--min_shard", "--min-shard"},
      paramLabel = "MIN_SHARD",
      defaultValue = "1",
      description = "The first shard (${DEFAULT-VALUE}).")
  private int minShard;

  @Option(
      names = {"-M", "--max_shard", "--max-shard"},
      paramLabel = "MAX_SHARD",
      defaultValue = "1",
      description = "The last shard (${DEFAULT-VALUE}).")
  private int maxShard;

  @Option(
      names = {"-d", "--domain"},
      paramLabel = "MORAY_DOMAIN",
      required = true,
      description = "The domain that all names end with.")
  private String domain = "";

  @Option(
      names = {"-s", "--shark"},
      paramLabel = "STORAGE_ID",
      required = true,
      arity = "1..*",
      description = "A shark to look for; may be repeated.")
  private List<String> sharks = List.of();

  @Option(
      names = {"-c", "--chunk-size", "--chunk_size"},
      paramLabel = "NUM_RECORDS",
      description = "Ids that are asked for at a time (1000; straight from PostgreSQL 50000).")
  private @Nullable Long chunk;

  @Option(
      names = {"-b", "--begin"},
      paramLabel = "INDEX",
      defaultValue = "0",
      description = "The first id (${DEFAULT-VALUE}).")
  private long begin;

  @Option(
      names = {"-e", "--end"},
      paramLabel = "INDEX",
      defaultValue = "0",
      description = "The last id; 0 for the last there is (${DEFAULT-VALUE}).")
  private long end;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE_NAME",
      description =
          "One file for everything, which is written on if it is there; without it"
              + " <shark>/shard_<number>.objs.")
  private @Nullable Path file;

  @Option(
      names = {"-T", "--multithreaded"},
      description = "Searches shards beside each other.")
  private boolean multithreaded;

  @Option(
      names = {"-t", "--max_threads", "--max-threads"},
      paramLabel = "MAX_THREADS",
      description = "How many of them, with -T (50, at most 100).")
  private @Nullable Integer maxThreads;

  @Option(names = "-x", description = "Does not look whether the sharks exist.")
  private boolean skipCheck;

  @Option(
      names = {"-O", "--object_id_only", "--object-id-only"},
      description = "Writes object ids instead of metadata.")
  private boolean objectIdOnly;

  @Option(
      names = {"-D", "--direct_db", "--direct-db"},
      description = "Reads straight from the shards' PostgreSQL instead of through moray.")
  private boolean direct;

  @Option(
      names = {"-l", "--log_level", "--log-level"},
      paramLabel = "LEVEL",
      defaultValue = "info",
      description = "trace, debug, info, warning, error or critical (${DEFAULT-VALUE}).")
  private String logLevel = "";

  @Option(
      names = "--moray-address",
      paramLabel = "HOST:PORT",
      description =
          "Where a shard's moray is; {shard} stands for its number"
              + " ({shard}.moray.MORAY_DOMAIN:2021, with -T 2020).")
  private @Nullable String morayAddress;

  @Option(
      names = "--postgres-address",
      paramLabel = "HOST:PORT",
      description =
          "Where a shard's PostgreSQL is" + " ({shard}.rebalancer-postgres.MORAY_DOMAIN:5432).")
  private @Nullable String postgresAddress;

  @Option(
      names = "--postgres-user",
      paramLabel = "NAME",
      defaultValue = "postgres",
      description = "Its role (${DEFAULT-VALUE}); PGPASSWORD is its password, if it has one.")
  private String postgresUser = "";

  @Option(
      names = "--postgres-database",
      paramLabel = "NAME",
      defaultValue = "moray",
      description = "Its database (${DEFAULT-VALUE}); {shard} stands for the number.")
  private String postgresDatabase = "";

  /// What the flags say.
  ///
  /// @throws ParameterException naming a flag that makes no sense
  public SpotSettings settings() {
    List<String> notes = new ArrayList<>();
    List<SharkName> names =
        sharks.stream().distinct().map(given -> SharkName.in(domain, given)).toList();
    names.stream()
        .filter(SharkName::wasCompleted)
        .forEach(name -> notes.add(name.given() + " is taken for " + name.full()));
    return new SpotSettings(
        names,
        shards(),
        ids(notes),
        chunk(),
        threads(notes),
        !skipCheck,
        output(),
        direct ? Optional.of(postgres()) : Optional.empty(),
        moray(multithreaded ? SHARED_MORAY_PORT : MORAY_PORT),
        moray(MORAY_PORT),
        level(),
        notes);
  }

  private ShardNumbers shards() {
    if (minShard < 1 || maxShard < minShard) {
      throw bad("there are no shards from " + minShard + " to " + maxShard);
    }
    return new ShardNumbers(minShard, maxShard);
  }

  private IdRange ids(List<String> notes) {
    if (begin < 0 || end < 0) {
      throw bad("no id is below 0");
    }
    if (end > 0 && end < begin) {
      notes.add("'end' is smaller than 'begin', discard 'end' value given");
      return new IdRange(begin, Long.MAX_VALUE);
    }
    return new IdRange(begin, end == 0 ? Long.MAX_VALUE : end);
  }

  private OptionalLong chunk() {
    if (chunk == null) {
      return OptionalLong.empty();
    }
    if (chunk < 1) {
      throw bad("a chunk of " + chunk + " ids leads nowhere");
    }
    return OptionalLong.of(chunk);
  }

  private int threads(List<String> notes) {
    if (maxThreads == null) {
      return multithreaded ? USUAL_THREADS : 1;
    }
    if (!multithreaded) {
      throw new ParameterException(
          spec.commandLine(),
          "The following required arguments were not provided:\n    --multithreaded");
    }
    if (maxThreads < 1) {
      throw bad("no shard is searched by " + maxThreads + " threads");
    }
    if (maxThreads > MOST_THREADS) {
      notes.add("'max_threads' is " + maxThreads + ", " + MOST_THREADS + " are used");
    }
    return Math.min(maxThreads, MOST_THREADS);
  }

  private SpotOutput output() {
    return new SpotOutput(Optional.ofNullable(file), objectIdOnly);
  }

  private SpotPostgres postgres() {
    return new SpotPostgres(
        new ShardAddress(
            postgresAddress == null
                ? "{shard}.rebalancer-postgres." + domain + ":5432"
                : postgresAddress),
        postgresUser,
        new ShardAddress(postgresDatabase));
  }

  private ShardAddress moray(int port) {
    return new ShardAddress(
        morayAddress == null ? "{shard}.moray." + domain + ":" + port : morayAddress);
  }

  private Level level() {
    return switch (logLevel) {
      case "trace", "debug" -> Level.DEBUG;
      case "info" -> Level.INFO;
      case "warning" -> Level.WARN;
      case "error", "critical" -> Level.ERROR;
      default -> throw bad("Error parsing args: Could not parse '" + logLevel + "' as a log_level");
    };
  }

  private ParameterException bad(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
