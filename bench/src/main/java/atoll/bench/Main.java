package atoll.bench;

import atoll.bench.cueball.CueballBench;
import atoll.bench.fast.FastBench;
import atoll.bench.http.HttpBench;
import atoll.bench.kit.KitBench;
import atoll.bench.measure.Bench;
import atoll.bench.mkv.MkvBench;
import atoll.bench.sharkspotter.SharkspotterBench;
import atoll.bench.volume.VolumeBench;
import atoll.bench.volumehttp.VolumeHttpBench;
import java.io.PrintStream;
import java.util.List;

/// `atoll.bench.Main NAME` runs one comparison; without a name it lists them all.
public final class Main {

  /// A new comparison is a new row.
  private static final List<Bench> ALL =
      List.of(
          new CueballBench(),
          new FastBench(),
          new HttpBench(),
          new KitBench(),
          new MkvBench(),
          new SharkspotterBench(),
          new VolumeBench(),
          new VolumeHttpBench());

  private static final int USAGE = 2;

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      list(System.out);
      return;
    }
    for (Bench bench : ALL) {
      if (arguments.length == 1 && bench.name().equals(arguments[0])) {
        bench.run(System.out);
        return;
      }
    }
    System.err.println("no such comparison: " + String.join(" ", arguments) + "; there are:");
    list(System.err);
    System.exit(USAGE);
  }

  private static void list(PrintStream output) {
    ALL.forEach(bench -> output.printf("%-12s %s%n", bench.name(), bench.about()));
  }
}
