package atoll.proof;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Small classes that break a rule, compiled where a test shows their text.
final class Fixture {

  private static final Pattern NAME =
      Pattern.compile("package ([a-z.]+);.*?(?:class|interface) (\\w+)");

  private Fixture() {}

  static JavaClasses compile(Path folder, String... sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Source> units = Arrays.stream(sources).map(Source::new).toList();
    List<String> options = List.of("-d", folder.toString(), "-proc:none", "-nowarn");
    if (!compiler.getTask(null, null, null, options, null, units).call()) {
      throw new AssertionError("a fixture does not compile");
    }
    return new ClassFileImporter().importPath(folder);
  }

  static Path write(Path folder, String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///" + path(text) + ".java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    private static String path(String text) {
      Matcher name = NAME.matcher(text);
      if (!name.find()) {
        throw new AssertionError("a fixture has no package or type: " + text);
      }
      return (name.group(1) + "." + name.group(2)).replace('.', '/');
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
