package atoll.app.spot;

import atoll.app.process.Ending;
import atoll.app.process.Serving;
import atoll.app.process.Signals;
import atoll.cueball.PoolMetrics;
import atoll.cueball.PoolSeams;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.Limit;
import atoll.kit.count.Registry;
import atoll.kit.log.EventForm;
import atoll.kit.progress.ProgressPrinter;
import atoll.kit.progress.ProgressStyle;
import atoll.kit.real.RealNet;
import atoll.moray.MorayClient;
import atoll.moray.MoraySeams;
import atoll.sharkspotter.Search;
import atoll.sharkspotter.SearchLimits;
import atoll.sharkspotter.SearchReport;
import atoll.sharkspotter.SearchSeams;
import atoll.sharkspotter.ShardReport;
import atoll.sharkspotter.direct.DirectLimits;
import atoll.sharkspotter.direct.DirectShards;
import atoll.sharkspotter.files.ObjectFiles;
import atoll.sharkspotter.moray.MorayShardLimits;
import atoll.sharkspotter.moray.MorayShards;
import atoll.sharkspotter.moray.SharkCheck;
import atoll.sharkspotter.source.Shards;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// One run of `sharkspotter`. Confined to the command's thread.
public final class SpotRun {

  private static final Duration LOOK = Duration.ofMillis(200);

  /// How long shards may take to stop once they were told to.
  private static final Duration STOP = Duration.ofSeconds(10);

  private static final int COLUMNS = 79;

  private final SpotSettings settings;
  private final Map<String, String> environment;
  private final Serving serving;
  private final PrintWriter err;

  private SpotRun(
      SpotSettings settings, Map<String, String> environment, Serving serving, PrintWriter err) {
    this.settings = settings;
    this.environment = environment;
    this.serving = serving;
    this.err = err;
  }

  /// Searches, and prints what came of it.
  ///
  /// @return the exit code: 0 if every object of every shard was read
  public static int run(
      SpotSettings settings, Map<String, String> environment, PrintWriter out, PrintWriter err) {
    settings.notes().forEach(note -> err.println("sharkspotter: " + note));
    try (Serving serving = new Serving(err, EventForm.TEXT, settings.level())) {
      return new SpotRun(settings, environment, serving, err).run(out);
    }
  }

  private int run(PrintWriter out) {
    MoraySeams moray =
        MoraySeams.counting(
            serving.clock(),
            new RealNet(),
            serving.runner(),
            serving.randomness(),
            serving.events(),
            serving.registry());
    SearchLimits.USUAL.list().forEach(this::show);
    if (settings.check()) {
      check(moray);
    }
    Shards shards = settings.postgres().map(this::direct).orElseGet(() -> through(moray));
    AtomicInteger signal = new AtomicInteger();
    try (ObjectFiles files = settings.output().open(settings.sharks(), settings.shards());
        Search search =
            Search.start(
                new SearchSeams(serving.clock(), serving.runner(), serving.events()),
                settings.order(),
                SearchLimits.USUAL,
                shards,
                files)) {
      watch(search, signal);
      return report(search.report(), signal.get(), out);
    }
  }

  private void show(Limit limit) {
    err.println(limit);
  }

  private void check(MoraySeams moray) {
    try (MorayClient storage =
        MorayClient.at(
            settings.storage().endpoint(SharkCheck.SHARD),
            moray,
            MorayShardLimits.USUAL.client())) {
      SharkCheck.check(storage, settings.fullNames());
    }
  }

  private Shards direct(SpotPostgres postgres) {
    DirectLimits.USUAL.list().forEach(this::show);
    PoolSeams seams =
        new PoolSeams(
            serving.clock(),
            serving.runner(),
            serving.randomness(),
            serving.events(),
            new PoolMetrics(new Registry()));
    return new DirectShards(seams, DirectLimits.USUAL, shard -> postgres.place(shard, environment));
  }

  private Shards through(MoraySeams moray) {
    MorayShardLimits.USUAL.list().forEach(this::show);
    return new MorayShards(moray, MorayShardLimits.USUAL, settings.moray()::endpoint);
  }

  /// Until the end, or until somebody sends a signal.
  private void watch(Search search, AtomicInteger signal) {
    ProgressPrinter printer = new ProgressPrinter(serving.clock(), err, style());
    // Where signals cannot be taken they end the process, without a summary.
    var _ = Signals.take("INT", () -> signal.compareAndSet(0, Ending.INTERRUPTED));
    var _ = Signals.take("TERM", () -> signal.compareAndSet(0, Ending.TERMINATED));
    while (signal.get() == 0 && !search.await(Deadline.after(serving.clock(), LOOK))) {
      printer.show(search.meter());
    }
    if (signal.get() != 0) {
      search.stop();
      // A shard that does not stop in time is reported as one that was not searched.
      boolean _ = search.await(Deadline.after(serving.clock(), STOP));
    }
    printer.end(search.meter());
  }

  private static ProgressStyle style() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
        ? new ProgressStyle.Bar(COLUMNS)
        : new ProgressStyle.Lines();
  }

  private int report(SearchReport report, int signal, PrintWriter out) {
    report.summary().forEach(out::println);
    for (ShardReport shard : report.shards()) {
      List<String> again = settings.output().toTakeUp(shard, settings.sharks());
      again.forEach(flags -> out.println("to take it up, replace flags by: " + flags));
    }
    out.flush();
    return signal != 0 ? signal : report.fault().map(Fault::exitCode).orElse(0);
  }
}
