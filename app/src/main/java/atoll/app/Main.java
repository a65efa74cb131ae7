package atoll.app;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// `atoll COMMAND ...`: the one entry of every command.
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(List.of(args), out, err);
    out.flush();
    err.flush();
    // The code of a failure ends the JVM even if a thread lives on; a good end lets it return.
    if (code != 0) {
      System.exit(code);
    }
  }

  /// Runs a command line and answers its exit code.
  static int run(List<String> args, PrintWriter out, PrintWriter err) {
    if (args.isEmpty()) {
      err.println("atoll: a command is missing.");
      list(err);
      return Fault.BAD_INPUT.exitCode();
    }
    String name = args.getFirst();
    List<String> rest = args.subList(1, args.size());
    if (name.equals("--help") || name.equals("-h") || (name.equals("help") && rest.isEmpty())) {
      list(out);
      return 0;
    }
    if (name.equals("help")) {
      return run(List.of(rest.getFirst(), "--help"), out, err);
    }
    if (name.equals("--version") || name.equals("-V")) {
      return run(List.of("version"), out, err);
    }
    return Commands.named(name)
        .map(command -> run(command, rest, out, err))
        .orElseGet(() -> {
          err.println("atoll: there is no command '" + name + "'; see atoll --help.");
          return Fault.BAD_INPUT.exitCode();
        });
  }

  private static int run(Command command, List<String> args, PrintWriter out, PrintWriter err) {
    Callable<Integer> entry = command.entry().get();
    if (entry instanceof OwnWords own) {
      try {
        return own.run(args, out, err);
      } catch (RuntimeException failure) {
        return failed(failure, "atoll " + command.name(), err);
      }
    }
    return lineOf(command, entry)
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(Main::badInput)
        .setExecutionExceptionHandler(
            (failure, line, _) -> failed(failure, nameOf(line), line.getErr()))
        .execute(args.toArray(String[]::new));
  }

  /// The command with its name and summary from the table, and with `--help`.
  private static CommandLine lineOf(Command command, Callable<Integer> entry) {
    CommandLine line = new CommandLine(entry);
    line.setCommandName("atoll " + command.name());
    CommandSpec spec = line.getCommandSpec();
    spec.usageMessage().description(command.summary());
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Prints this text.")
            .build());
    return line;
  }

  /// With the names of the commands above it.
  private static String nameOf(CommandLine line) {
    return line.getCommandSpec().qualifiedName();
  }

  private static int badInput(ParameterException bad, String[] args) {
    CommandLine line = bad.getCommandLine();
    line.getErr()
        .println(nameOf(line) + ": " + bad.getMessage() + "; see " + nameOf(line) + " --help.");
    return Fault.BAD_INPUT.exitCode();
  }

  /// A fault gets its sentence; anything else is a bug and shows where it happened.
  private static int failed(Exception failure, String name, PrintWriter err) {
    if (failure instanceof AtollException known && known.fault() != Fault.BUG) {
      err.println(name + ": " + known.getMessage());
      return known.fault().exitCode();
    }
    err.println(name + ": a bug of Atoll, please report what follows.");
    failure.printStackTrace(err);
    return Fault.BUG.exitCode();
  }

  private static void list(PrintWriter to) {
    int width = Commands.ALL.stream().mapToInt(row -> row.name().length()).max().orElse(0);
    to.println("Usage: atoll COMMAND [options]");
    to.println();
    to.println("Commands:");
    for (Command command : Commands.ALL) {
      to.println(
          "  "
              + command.name()
              + " ".repeat(width - command.name().length())
              + "  "
              + command.summary());
    }
    to.println();
    to.println("atoll COMMAND --help explains a command.");
  }
}
