package atoll.app.volumetool;

import atoll.kit.Fault;
import atoll.volume.VolumePaths;
import atoll.volume.offline.FixOptions;
import atoll.volume.offline.FixPlan;
import atoll.volume.offline.Survey;
import atoll.volume.offline.SurveyCounts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `check`: reads everything, changes nothing.
@Command(
    name = "check",
    description = {
      "Verifies every record of a volume and holds its index beside them. Changes nothing.",
      "Each thing that is found is a line with file and offset; what fix would do ends the report."
    })
final class CheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private VolumeArguments arguments;

  @Override
  public Integer call() {
    try (Workbench bench = new Workbench(spec, arguments)) {
      return bench.forEach(paths -> {
        OpenElsewhere.find(paths)
            .ifPresent(process ->
                bench
                    .err()
                    .println(
                        "volume %s: %s has it open; what it writes meanwhile may look like damage"
                            .formatted(paths.name(), process)));
        return bench.survey(paths, bench.out()::println, survey -> sum(bench, paths, survey));
      });
    }
  }

  private static int sum(Workbench bench, VolumePaths paths, Survey survey) {
    SurveyCounts counts = survey.counts();
    bench.out().println(text(paths, counts));
    if (counts.findings() == 0) {
      return 0;
    }
    FixPlan plan = FixPlan.decide(survey.facts(), new FixOptions(false, false));
    bench.out().println("volume " + paths.name() + ": with fix, " + plan.text());
    return Fault.CORRUPT.exitCode();
  }

  static String text(VolumePaths paths, SurveyCounts counts) {
    return "volume %s: %d records, %d live needles, %d deleted, %d rows; %s"
        .formatted(
            paths.name(),
            counts.records(),
            counts.live(),
            counts.deleted(),
            counts.rows(),
            counts.findings() == 0
                ? "clean"
                : "%d findings, %d damaged bytes"
                    .formatted(counts.findings(), counts.damagedBytes()));
  }
}
