package atoll.app;

import atoll.app.mkv.MkvCommand;
import atoll.app.volumetool.VolumeToolCommand;
import java.util.List;
import java.util.Optional;

/// Every command that exists. A room adds one by a row here and, if it has a launcher of its own,
/// by a file in `bin/`.
final class Commands {

  static final List<Command> ALL =
      List.of(
          new Command(
              "fastcall",
              "Makes one call to a fast server and prints each value on a line.",
              Launch.TOOL,
              FastCallCommand::new,
              List.of("--help")),
          new Command(
              "fastserve",
              "Serves the demo procedures of fast.",
              Launch.SERVER,
              FastServeCommand::new,
              List.of("--help")),
          new Command(
              "manatee-echo-resolver",
              "Prints each change of a Manatee cluster's primary, as ZooKeeper has it.",
              Launch.TOOL,
              ManateeEchoCommand::new,
              List.of("--help")),
          new Command(
              "master",
              "Runs a master for one machine; a cluster runs SeaweedFS's own masters.",
              Launch.SERVER,
              MasterCommand::new,
              List.of("--help")),
          new Command(
              "mkv",
              "Key to blob over plain HTTP: gateway, client, ring and index.",
              Launch.SERVER,
              MkvCommand::new,
              List.of("--help")),
          new Command(
              "moray-example",
              "Runs an example of moray's client: buckets, objects, SQL, batches.",
              Launch.TOOL,
              MorayExampleCommand::new,
              List.of("--help")),
          new Command(
              "sharkspotter",
              "Finds every object that has a copy on a shark, in the metadata of all shards.",
              Launch.SEARCH,
              SharkspotterCommand::new,
              List.of("--help")),
          new Command(
              "up",
              "Starts everything on this machine: a master, a volume server, and mkv.",
              Launch.SERVER,
              UpCommand::new,
              List.of("--help")),
          new Command(
              "version",
              "Prints the version, the JDK and the operating system.",
              Launch.TOOL,
              Version::new,
              List.of()),
          new Command(
              "volume",
              "Serves volumes of needles under SeaweedFS's masters.",
              Launch.SMALL_HEAP_SERVER,
              VolumeCommand::new,
              List.of("--help")),
          new Command(
              "volume-tool",
              "Checks, mends, exports or dumps the files of a volume that no server uses.",
              Launch.TOOL,
              VolumeToolCommand::new,
              List.of("--help")));

  private Commands() {}

  static Optional<Command> named(String name) {
    return ALL.stream().filter(command -> command.name().equals(name)).findFirst();
  }
}
