package atoll.volumeserver.settings;

import static atoll.volumeserver.settings.Flag.choice;
import static atoll.volumeserver.settings.Flag.duration;
import static atoll.volumeserver.settings.Flag.number;
import static atoll.volumeserver.settings.Flag.text;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Every flag there is. Names and defaults are those of SeaweedFS, so that a command line for its
/// volume server starts this one; the last table is our own.
final class FlagTable {

  /// What the server does.
  static final List<Flag> SERVER =
      List.of(
          number("port", 8080, "the port of HTTP"),
          number("port.grpc", 0, "the port of gRPC; 0 means the port of HTTP plus 10000"),
          number("port.public", 0, "a second port of HTTP, for reads alone; 0 means none"),
          text("ip", "", "the address that others use; empty means one of this machine's"),
          text("id", "", "who this server is, whatever its address; empty means ip:port"),
          text("publicUrl", "", "where clients read, host:port; empty means ip and public port"),
          text("ip.bind", "", "the address to listen on; empty means that of -ip"),
          text("master", "localhost:9333", "masters, host:port or host:port.grpcPort, by commas"),
          text("mserver", "", "the old name of -master; counts if it is not empty"),
          number("preStopSeconds", 10, "between the last heartbeat and the end of listening"),
          number("idleTimeout", 30, "seconds that a connection may be silent"),
          text("dataCenter", "", "the data center that this server stands in"),
          text("rack", "", "the rack that this server stands in"),
          text("dir", System.getProperty("java.io.tmpdir", "/tmp"), "data directories, by commas"),
          text("dir.idx", "", "a directory for .idx files; empty means beside the data"),
          text(
              "max", "8", "how many volumes a directory may hold, by commas; 0 means all that fit"),
          text("disk", "", "hdd, ssd or any tag for each directory, by commas"),
          text("tags", "", "tags of each directory: fast:ssd,archive"),
          text("minFreeSpace", "", "what stays free: percent up to 100, or a size like 10GiB"),
          text("minFreeSpacePercent", "1", "what stays free, in percent; -minFreeSpace goes first"),
          text("index", "memory", "memory, or disk (also leveldb, leveldbMedium, leveldbLarge)"),
          number(
              "index.leveldbTimeout", 0, "accepted; an index on disk takes no memory to give back"),
          text(
              "readMode", "proxy", "local, proxy or redirect: reads of volumes that lie elsewhere"),
          number("fileSizeLimitMB", 256, "the largest upload, in MiB"),
          number("concurrentUploadLimitMB", 0, "uploads under way, in MiB, before others wait"),
          number("concurrentDownloadLimitMB", 0, "answers under way, in MiB, before others wait"),
          duration("inflightUploadDataTimeout", "60s", "how long an upload waits for its turn"),
          duration("inflightDownloadDataTimeout", "60s", "how long a read waits for its turn"),
          choice("hasSlowRead", true, "accepted; a slow read never holds up others here"),
          number("readBufferSizeMB", 4, "accepted; bodies are read in pieces of their own size"),
          number(
              "compactionMBps", 0, "how fast volumes are compacted, in MiB a second; 0: unlimited"),
          number(
              "maintenanceMBps", 0, "how fast volumes are copied, in MiB a second; 0: unlimited"),
          choice("images.fix.orientation", false, "turns JPEGs upright when they are uploaded"),
          text(
              "whiteList", "", "addresses and networks that may write, by commas; empty means all"),
          number("metricsPort", 0, "the port of metrics; 0 means none"),
          text("metricsIp", "", "the address of metrics; empty means that of -ip.bind"),
          choice("volume.allowUntrustedRemoteEndpoints", false, "lets remote storage be inside"),
          choice("pprof", false, "accepted; profile this process with the tools of the JDK"),
          text("cpuprofile", "", "accepted, as -pprof"),
          text("memprofile", "", "accepted, as -pprof"),
          choice("debug", false, "accepted, as -pprof"),
          number("debug.port", 6060, "accepted, as -pprof"),
          text("options", "", "a file of flags, one a line"));

  /// Where security.toml is, and what the log looks like.
  static final List<Flag> AROUND =
      List.of(
          text("config_dir", "", "the directory of security.toml"),
          text("securityFile", "", "security.toml itself"),
          number("v", 0, "how much is logged: from 3 on each request"),
          choice("log_json", false, "one JSON object a line"),
          text("vmodule", "", "accepted; the level is one for all"),
          text("logdir", "", "accepted; lines go to standard error"),
          choice("logtostderr", true, "accepted; lines go to standard error"),
          choice("alsologtostderr", true, "accepted; lines go to standard error"),
          text("stderrthreshold", "", "accepted; lines go to standard error"),
          text("log_backtrace_at", "", "accepted"),
          choice("log_compress", false, "accepted"),
          number("log_max_files", 5, "accepted"),
          number("log_max_size_mb", 1800, "accepted"),
          number("log_rotate_hours", 168, "accepted"));

  /// What SeaweedFS does not have.
  static final List<Flag> OWN =
      List.of(
          number("index.offsetBytes", 4, "4 or 5: how wide offsets in new volumes are"),
          choice("hostTypes", true, "media types of files from the tables of this machine, too"),
          text("logForm", "", "text or json"),
          text("logLevel", "", "debug, info, warn or error"));

  static final List<Flag> ALL = Stream.of(SERVER, AROUND, OWN).flatMap(List::stream).toList();

  private FlagTable() {}

  static Optional<Flag> named(String name) {
    return ALL.stream().filter(flag -> flag.name().equals(name)).findFirst();
  }

  /// The list for whoever asks for help.
  static String help() {
    StringBuilder text = new StringBuilder();
    text.append("Usage: atoll volume -dir=DIRECTORY -master=HOST:PORT [flags]\n\n")
        .append("Serves volumes of needles under SeaweedFS's masters.\n\n")
        .append("A flag is written -name=value, -name value, --name=value or --name value.\n")
        .append(
            "Each may also stand in the environment (WEED_PORT_GRPC for -port.grpc) or in the\n")
        .append("file that -options names; the command line goes first, then the environment.\n\n");
    for (Flag flag : ALL) {
      text.append("  -").append(flag.name());
      if (!flag.fallback().isEmpty() && !flag.fallback().equals("false")) {
        text.append(" (").append(flag.fallback()).append(')');
      }
      text.append("\n        ").append(flag.meaning()).append('\n');
    }
    return text.toString();
  }
}
