package atoll.mkv.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What hosts are told of whoever asked the gateway, and clients of where the gateway is.
@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class CallerTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

  private static final String SETTINGS =
      """
      [server]
      public_url = "https://keys.example"
      [placement]
      replicas = 1
      [limits]
      whole_object_bytes = "1KiB"
      """;

  @TempDir Path folder;

  private static List<String> fields(ForgetfulHost host, String name) {
    return host.heads().stream().flatMap(head -> field(head, name)).toList();
  }

  private static Stream<String> field(List<String> head, String name) {
    return head.stream()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip());
  }

  @Test
  void hostsAreToldTheRequestAndItsTrace() throws Exception {
    try (ForgetfulHost host = new ForgetfulHost();
        Store store = Store.over(folder, Map.of("v1", host.port()), SETTINGS)) {
      String given = "00-" + TRACE + "-" + SPAN + "-01";
      for (int size : new int[] {10, 10_000}) {
        HttpResponse<String> put =
            store.put("/" + size, "x".repeat(size), "X-Request-Id", "mine", "traceparent", given);
        assertThat(put.statusCode()).isEqualTo(201);
      }
      // Of each: the blob, a look at it, the sidecar.
      assertThat(fields(host, "X-Request-Id")).hasSize(6).containsOnly("mine");
      assertThat(fields(host, "traceparent"))
          .hasSize(6)
          .doesNotHaveDuplicates()
          .allMatch(each -> each.matches("00-" + TRACE + "-[0-9a-f]{16}-01"))
          .noneMatch(each -> each.contains(SPAN));
    }
  }

  @Test
  void brokenTraceIsReplaced() throws Exception {
    try (ForgetfulHost host = new ForgetfulHost();
        Store store = Store.over(folder, Map.of("v1", host.port()), SETTINGS)) {
      assertThat(store.put("/k", "x", "traceparent", "00-nonsense-01").statusCode()).isEqualTo(201);
      assertThat(fields(host, "traceparent"))
          .hasSize(3)
          .allMatch(each -> each.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]"));
    }
  }

  @Test
  void newValueIsToldWhereClientsFindIt() throws Exception {
    try (ForgetfulHost host = new ForgetfulHost();
        Store store = Store.over(folder, Map.of("v1", host.port()), SETTINGS)) {
      HttpResponse<String> put = store.put("/a%20key/x", "x");
      assertThat(put.headers().firstValue("Location")).contains("https://keys.example/a%20key/x");
    }
  }
}
