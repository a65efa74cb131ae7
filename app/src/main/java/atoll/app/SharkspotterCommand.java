package atoll.app;

import atoll.app.spot.SpotFlags;
import atoll.app.spot.SpotRun;
import atoll.app.spot.SpotSettings;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// `sharkspotter`: finds every object that has a copy on a shark. Refuses words in the sentences of
/// the tool that it stands in for.
final class SharkspotterCommand implements Callable<Integer>, OwnWords {

  @Override
  public Integer call() {
    throw new AtollException(Fault.BUG, "sharkspotter reads its own words");
  }

  @Override
  public int run(List<String> words, PrintWriter out, PrintWriter err) {
    SpotFlags flags = new SpotFlags();
    CommandLine line = new CommandLine(flags);
    line.setCommandName("atoll sharkspotter");
    line.getCommandSpec()
        .usageMessage()
        .description(Commands.named("sharkspotter").orElseThrow().summary());
    line.setUnmatchedOptionsAllowedAsOptionParameters(false);
    line.getCommandSpec().addOption(flag("-h", "--help", "Prints this text."));
    line.getCommandSpec().addOption(flag("-V", "--version", "Prints the version."));
    if (words.isEmpty()) {
      line.usage(err);
      return Fault.BAD_INPUT.exitCode();
    }
    try {
      CommandLine.ParseResult read = line.parseArgs(words.toArray(String[]::new));
      if (read.hasMatchedOption("-h")) {
        line.usage(out);
        return 0;
      }
      if (read.hasMatchedOption("-V")) {
        out.println("sharkspotter " + Version.built());
        return 0;
      }
      SpotSettings settings = flags.settings();
      return SpotRun.run(settings, System.getenv(), out, err);
    } catch (ParameterException bad) {
      err.println("error: " + sentence(bad));
      err.println("sharkspotter --help lists all flags.");
      return Fault.BAD_INPUT.exitCode();
    }
  }

  /// A flag that ends the reading of all others.
  private static OptionSpec flag(String shortName, String longName, String description) {
    return OptionSpec.builder(shortName, longName)
        .usageHelp(true)
        .arity("0")
        .description(description)
        .build();
  }

  private static String sentence(ParameterException bad) {
    return switch (bad) {
      case MissingParameterException missing
          when missing.getMissing().stream().allMatch(ArgSpec::required) ->
          "The following required arguments were not provided:\n"
              + missing.getMissing().stream()
                  .map(each ->
                      "    " + ((OptionSpec) each).longestName() + " <" + each.paramLabel() + ">")
                  .collect(Collectors.joining("\n"));
      case UnmatchedArgumentException unknown ->
          "Found argument '"
              + word(unknown)
              + "' which wasn't expected, or isn't valid in this context";
      default -> String.valueOf(bad.getMessage());
    };
  }

  /// Where a value was expected, only the end of the message has the word.
  private static String word(UnmatchedArgumentException unknown) {
    String message = String.valueOf(unknown.getMessage());
    return unknown.getUnmatched().isEmpty()
        ? message.substring(message.lastIndexOf(' ') + 1).replace("'", "")
        : unknown.getUnmatched().getFirst();
  }
}
