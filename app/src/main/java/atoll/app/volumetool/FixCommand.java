package atoll.app.volumetool;

import atoll.kit.Fault;
import atoll.kit.disk.DiskLock;
import atoll.volume.DirectoryLock;
import atoll.volume.VolumePaths;
import atoll.volume.offline.FixOptions;
import atoll.volume.offline.FixPlan;
import atoll.volume.offline.Survey;
import atoll.volume.offline.VolumeFix;
import atoll.volume.vacuum.VacuumRecovery;
import atoll.volume.vacuum.VacuumRepair;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `fix`: mends what check finds.
@Command(
    name = "fix",
    description = {
      "Writes the index of a volume anew from its records if it does not fit, tombstones included,"
          + " and cuts off a torn record at the end.",
      "Whatever is taken out of a file is saved beside it. Refuses while a server uses the volume."
    })
final class FixCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private VolumeArguments arguments;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Prints the plan and changes nothing; 7 if there is something to do.")
  private boolean dryRun;

  @Option(
      names = "--skip-damage",
      description =
          "Leaves out records that cannot be read: the whole ones are copied to new files, the"
              + " bytes of the others are saved as <name>.dat.tail-<offset>.")
  private boolean skipDamage;

  @Option(names = "--rebuild", description = "Writes the index anew even if it fits.")
  private boolean rebuild;

  @Override
  public Integer call() {
    try (Workbench bench = new Workbench(spec, arguments)) {
      return bench.forEach(paths -> {
        if (dryRun) {
          return bench.survey(paths, bench.out()::println, survey -> plan(bench, survey));
        }
        bench.refuseOpenElsewhere(paths);
        try (DiskLock _ = DirectoryLock.take(bench.disk(), paths.dataDirectory())) {
          endVacuum(bench, paths);
          return bench.survey(paths, bench.out()::println, survey -> mend(bench, survey));
        }
      });
    }
  }

  private void endVacuum(Workbench bench, VolumePaths paths) {
    VacuumRecovery ended = VacuumRepair.run(bench.environment(), paths);
    if (!(ended instanceof VacuumRecovery.Nothing)) {
      bench
          .out()
          .println(
              "volume %s: an interrupted vacuum was %s"
                  .formatted(
                      paths.name(),
                      ended instanceof VacuumRecovery.Finish ? "finished" : "undone"));
    }
  }

  private FixPlan planOf(Survey survey) {
    return FixPlan.decide(survey.facts(), new FixOptions(skipDamage, rebuild));
  }

  private int plan(Workbench bench, Survey survey) {
    FixPlan plan = planOf(survey);
    bench.out().println("volume " + survey.volume().paths().name() + ": " + plan.text());
    return plan instanceof FixPlan.Nothing ? 0 : Fault.CORRUPT.exitCode();
  }

  private int mend(Workbench bench, Survey survey) {
    FixPlan plan = planOf(survey);
    String volume = "volume " + survey.volume().paths().name() + ": ";
    if (plan instanceof FixPlan.Refused) {
      bench.err().println(volume + plan.text());
      return Fault.CORRUPT.exitCode();
    }
    VolumeFix.run(survey, plan, bench.progress())
        .forEach(done -> bench.out().println(volume + done));
    if (plan instanceof FixPlan.Nothing) {
      bench.out().println(volume + plan.text());
    }
    // The files fit again. Whether needles were lost is for the code to say.
    boolean lost = survey.damaged().stream().anyMatch(range -> range.id() != 0);
    return lost || plan instanceof FixPlan.CopyRecords ? Fault.CORRUPT.exitCode() : 0;
  }
}
