package atoll.volumeserver.replay;

import atoll.volumeserver.replay.CallScenario.Act;
import atoll.volumeserver.replay.CallScenario.Call;
import atoll.volumeserver.replay.CallScenario.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads the files of `corpus/volume-grpc`. Confined to one file.
final class CallScenarioReader {

  private final List<String> setUp = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private String title = "";
  private String target = "";
  private String method = "";
  private final List<String> requests = new ArrayList<>();
  private final List<String> theirs = new ArrayList<>();
  private final List<String> ours = new ArrayList<>();

  static CallScenario read(Path file) throws IOException {
    CallScenarioReader reader = new CallScenarioReader();
    Files.readAllLines(file).forEach(reader::line);
    reader.endCall();
    return new CallScenario(
        ScenarioReader.setUp(file.getFileName().toString(), reader.setUp), reader.steps);
  }

  private void line(String line) {
    if (line.startsWith("== ")) {
      endCall();
      title = line.substring("== ".length());
    } else if (line.startsWith("* ")) {
      endCall();
      steps.add(new Act(title, List.of(line.substring(2).split(" ", 4))));
    } else if (line.startsWith("> ")) {
      endCall();
      String[] words = line.substring(2).split(" ", 3);
      target = words[0];
      method = words[1];
      requests.add(words.length > 2 ? words[2] : "");
    } else if (line.startsWith(">>")) {
      requests.add(behind(line, 2));
    } else if (line.startsWith("<")) {
      theirs.add(behind(line, 1));
    } else if (line.startsWith("!")) {
      ours.add(behind(line, 1));
    } else if (!line.isEmpty() && !line.startsWith("#")) {
      setUp.add(line);
    }
  }

  /// Without the mark and the one blank behind it.
  private static String behind(String line, int mark) {
    return line.length() > mark ? line.substring(mark + 1) : "";
  }

  private void endCall() {
    if (!method.isEmpty()) {
      steps.add(
          new Call(
              title,
              target,
              method,
              List.copyOf(requests),
              List.copyOf(ours.isEmpty() ? theirs : ours)));
    }
    method = "";
    requests.clear();
    theirs.clear();
    ours.clear();
  }
}
