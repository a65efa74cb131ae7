package atoll.bench.fast;

import atoll.bench.measure.Bench;
import atoll.bench.measure.Spread;
import java.io.IOException;
import java.io.PrintStream;

/// The codec, and round trips over loopback between two processes, beside node-fast's own client
/// and server where the environment variable NODE_FAST names its folder. Immutable.
public final class FastBench implements Bench {

  private static final int ROUNDS = 5;
  private static final int MANY = 100;

  /// A connection for so many requests in flight, as node-fast's benchmark has.
  private static final int PER_CONNECTION = 10;

  @Override
  public String name() {
    return "fast";
  }

  @Override
  public String about() {
    return "codec; echo over loopback at 1 and 100 in flight, beside node-fast (NODE_FAST)";
  }

  @Override
  public void run(PrintStream output) throws IOException, InterruptedException {
    CodecRun.print(output, ROUNDS);
    output.println();
    output.printf(
        "Echo of four arrays of ten numbers (procedure fastbench), two processes on this machine,%n"
            + "a connection for each %d in flight, %d rounds by turns:%n",
        PER_CONNECTION, ROUNDS);
    Spread ours = new Spread(10, 0);
    Spread oursOne = new Spread(10, 0);
    Spread theirs = new Spread(10, 0);
    Spread theirsOne = new Spread(10, 0);
    try (EchoLoad load = new EchoLoad();
        NodeLoad node = NodeLoad.ifNamed()) {
      load.warmUp();
      for (int round = 0; round < ROUNDS; round++) {
        ours.add(load.perSecond(MANY, PER_CONNECTION));
        oursOne.add(1e6 / load.perSecond(1, 1));
        if (node.isThere()) {
          theirs.add(node.perSecond(MANY));
          theirsOne.add(1e6 / node.perSecond(1));
        }
      }
    }
    output.printf("%-40s %s requests/s%n", "100 in flight: Atoll", ours);
    if (!theirs.isEmpty()) {
      output.printf("%-40s %s requests/s%n", "100 in flight: node-fast", theirs);
      output.printf("%-40s %.1f%n", "  ratio of medians", ours.median() / theirs.median());
    }
    output.printf("%-40s %s us a round trip%n", "1 in flight: Atoll", oursOne);
    if (theirsOne.isEmpty()) {
      output.println("node-fast: not measured; NODE_FAST must name its folder");
    } else {
      output.printf("%-40s %s us a round trip%n", "1 in flight: node-fast", theirsOne);
    }
  }
}
