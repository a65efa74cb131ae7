package atoll.app;

import atoll.app.process.Ending;
import atoll.app.process.Ports;
import atoll.app.process.Serving;
import atoll.kit.Limit;
import atoll.kit.event.Level;
import atoll.kit.log.EventForm;
import atoll.kit.unit.DataSize;
import atoll.volume.needle.Parsed;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volumeserver.master.Master;
import atoll.volumeserver.master.MasterSettings;
import atoll.volumeserver.wire.ServerAddress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `master`: the master in one process. A cluster runs SeaweedFS's own masters.
@Command
final class MasterCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Where to listen (${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "9333",
      description = "The port of HTTP (${DEFAULT-VALUE}).")
  private String port = "9333";

  @Option(
      names = "--grpc-port",
      paramLabel = "PORT",
      description = "The port of gRPC (10000 above the other).")
  private @Nullable String grpcPort;

  @Option(
      names = "--data",
      paramLabel = "DIRECTORY",
      required = true,
      description = "Where it remembers which ids it has handed out.")
  private Path data = Path.of("");

  @Option(
      names = "--volume-size",
      paramLabel = "SIZE",
      defaultValue = "30000MiB",
      description = "How large a volume may become (${DEFAULT-VALUE}).")
  private String volumeSize = "30000MiB";

  @Option(
      names = "--replication",
      paramLabel = "DIGITS",
      defaultValue = "000",
      description = "Copies of volumes for which nobody says another count (${DEFAULT-VALUE}).")
  private String replication = "000";

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    MasterSettings settings = settings();
    for (Limit limit : settings.list()) {
      err.println(limit);
    }
    try (Serving serving = new Serving(err, EventForm.TEXT, Level.INFO);
        Master _ =
            Master.start(
                settings,
                serving.disk(),
                serving.clock(),
                serving.randomness(),
                serving.events())) {
      err.println("master: http://" + settings.address().http() + "/");
      return new Ending().await();
    }
  }

  private MasterSettings settings() {
    int http = Ports.parse(spec, "port", port);
    String grpc =
        grpcPort == null ? Integer.toString(http + ServerAddress.GRPC_PORT_ABOVE) : grpcPort;
    return new MasterSettings(
        new ServerAddress(host, http, Ports.parse(spec, "gRPC port", grpc)),
        data.toAbsolutePath().normalize(),
        DataSize.parse(volumeSize).bytes(),
        switch (ReplicaPlacement.parse(replication)) {
          case Parsed.Value<ReplicaPlacement>(ReplicaPlacement placement) -> placement;
          case Parsed.Malformed<ReplicaPlacement>(String why) ->
              throw new ParameterException(spec.commandLine(), why);
        });
  }
}
