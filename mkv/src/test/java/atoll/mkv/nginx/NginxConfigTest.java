package atoll.mkv.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.net.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The files that ship say what the class says, and that is what the tests run.
class NginxConfigTest {

  private static final Path SHIPPED = house().resolve("mkv/nginx/host.conf");
  private static final Path COMPOSE = house().resolve("compose.yml");

  /// What the test needs of one service of the compose file.
  private record Service(String name, String command, String port, List<String> volumes) {}

  private static Path house() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("compose.yml"))) {
      folder = Optional.ofNullable(folder.getParent()).orElseThrow();
    }
    return folder;
  }

  /// Reads the few forms of YAML that the file uses; anything else fails.
  private static List<Service> services() throws IOException {
    List<Service> services = new ArrayList<>();
    boolean inServices = false;
    for (String line : Files.readAllLines(COMPOSE)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.equals("services:")) {
        inServices = true;
        continue;
      }
      assertThat(inServices).as(line).isTrue();
      Matcher matcher = Pattern.compile("( *)(- )?(?:([a-z0-9]+):)?(?: ?(.*))?").matcher(line);
      assertThat(matcher.matches()).as(line).isTrue();
      int depth = matcher.group(1).length();
      String name = Optional.ofNullable(matcher.group(3)).orElse("");
      String value = Optional.ofNullable(matcher.group(4)).orElse("");
      if (depth == 2) {
        services.add(new Service(name, "", "", List.of()));
      } else {
        services.add(with(services.removeLast(), name, value, line.strip()));
      }
    }
    return services;
  }

  private static Service with(Service service, String name, String value, String line) {
    if (line.startsWith("- ")) {
      List<String> volumes = new ArrayList<>(service.volumes());
      volumes.add(line.substring(2));
      return new Service(service.name(), service.command(), service.port(), volumes);
    }
    return switch (name) {
      case "command" -> new Service(service.name(), value, service.port(), service.volumes());
      case "ports" -> new Service(service.name(), service.command(), value, service.volumes());
      case "image", "user", "restart", "volumes" -> service;
      default -> throw new AssertionError("this test does not know " + line);
    };
  }

  @Test
  void shippedFileIsWhatTheClassSays() throws IOException {
    assertThat(Files.readString(SHIPPED)).isEqualTo(NginxConfig.FOR_CONTAINERS.text());
  }

  @Test
  void composeFileRunsThreeHostsWithTheShippedFile() throws IOException {
    List<Service> services = services();
    assertThat(services).hasSize(3);
    for (int i = 1; i <= 3; i++) {
      Service service = services.get(i - 1);
      assertThat(service.name()).isEqualTo("v" + i);
      assertThat(service.port())
          .isEqualTo("[\"127.0.0.1:300" + i + ":8080\", \"127.0.0.1:310" + i + ":8081\"]");
      assertThat(service.command())
          .contains("mkdir -p " + NginxConfig.FOR_CONTAINERS.own())
          .contains("exec nginx -c /etc/nginx/mkv-host.conf");
      assertThat(service.volumes())
          .containsExactly(
              "./data/v" + i + ":" + NginxConfig.FOR_CONTAINERS.root(),
              "./mkv/nginx/host.conf:/etc/nginx/mkv-host.conf:ro");
    }
    assertThat(NginxConfig.FOR_CONTAINERS.listen()).isEqualTo("8080");
    assertThat(NginxConfig.FOR_CONTAINERS.reading()).contains("8081");
    assertThat(Files.readString(COMPOSE)).contains("was not run in a container");
  }

  @Test
  void testsRunTheShippedConfigurationButForPlaces() throws IOException {
    Path root = Path.of("/some/where");
    String here =
        NginxHost.configOf(
                root, new Endpoint("127.0.0.1", 3001), Optional.of(new Endpoint("127.0.0.1", 3101)))
            .text();
    assertThat(withoutPlaces(here)).isEqualTo(withoutPlaces(Files.readString(SHIPPED)));
  }

  private static String withoutPlaces(String text) {
    return text.replaceAll("(?m)^user .*\n", "")
        .replaceAll("\"[^\"]*/\\.mkv/nginx", "\"OWN")
        .replaceAll("root \"[^\"]*\"", "root ROOT")
        .replaceAll("listen [^ ]*", "listen PLACE")
        .replaceAll("(allow [^;]*; )+", "WRITERS");
  }

  @Test
  void wordThatWouldEndADirectiveIsRefused() {
    for (String word : List.of("/a;b", "/a\"b", "/a{b", "/a\nb", "/a$b")) {
      assertThatThrownBy(() ->
              new NginxConfig(
                  word, "/own", "8080", Optional.empty(), List.of("127.0.0.1"), Optional.empty()))
          .as(word)
          .isInstanceOf(AssertionError.class);
    }
  }
}
