package atoll.app;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/// One command of `atoll`.
///
/// - `name`: what the caller writes after `atoll`: lower-case letters, digits and hyphens.
/// - `summary`: one line of the list of commands.
/// - `entry`: makes the command, a class with picocli's annotations; only the one that was asked
///   for is made. It answers 0, or ends with an `AtollException`, whose fault is the exit code.
/// - `training`: what the build runs once to fill the command's cache of loaded classes. It must
///   end by itself, quickly, and touch what a usual run touches.
record Command(
    String name,
    String summary,
    Launch launch,
    Supplier<Callable<Integer>> entry,
    List<String> training) {}
