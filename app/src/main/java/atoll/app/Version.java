package atoll.app;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `atoll version`: what runs here, for a bug report.
@CommandLine.Command(mixinStandardHelpOptions = false)
final class Version implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println("atoll " + built());
    out.println("JDK " + Runtime.version() + " (" + property("java.vendor") + ")");
    out.println(property("os.name") + " " + property("os.version") + " " + property("os.arch"));
    out.flush();
    return 0;
  }

  /// The version that the build wrote down.
  static String built() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new AtollException(Fault.BUG, "version.properties is not in the jar: build anew");
      }
      properties.load(in);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return properties.getProperty("version", "unknown");
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
