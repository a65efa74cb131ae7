package atoll.app.volumetool;

import atoll.kit.Fault;
import atoll.volume.offline.RecordList;
import atoll.volume.offline.Survey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `dump`: prints what stands in a data file.
@Command(
    name = "dump",
    description = "Prints each record of a volume in the order of its file. Changes nothing.")
final class DumpCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private VolumeArguments arguments;

  @Option(names = "--json", description = "Prints a JSON object a line.")
  private boolean json;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Prints the first N records alone (all).")
  private long limit = Long.MAX_VALUE;

  @Override
  public Integer call() {
    try (Workbench bench = new Workbench(spec, arguments)) {
      return bench.forEach(paths ->
          bench.survey(
              paths, finding -> bench.err().println(finding), survey -> dump(bench, survey)));
    }
  }

  private int dump(Workbench bench, Survey survey) {
    var volume = survey.volume().paths().name().id();
    if (!json) {
      bench.out().println(RecordText.HEAD);
    }
    long[] left = {limit};
    new RecordList(survey)
        .forEach(
            record -> {
              if (left[0]-- <= 0) {
                return false;
              }
              bench
                  .out()
                  .println(
                      json ? RecordText.json(volume, record) : RecordText.columns(volume, record));
              return true;
            },
            bench.progress());
    return survey.counts().findings() == 0 ? 0 : Fault.CORRUPT.exitCode();
  }
}
