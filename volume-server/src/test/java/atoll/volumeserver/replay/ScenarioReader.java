package atoll.volumeserver.replay;

import atoll.kit.Check;
import atoll.volumeserver.replay.Scenario.Act;
import atoll.volumeserver.replay.Scenario.Answer;
import atoll.volumeserver.replay.Scenario.Exchange;
import atoll.volumeserver.replay.Scenario.OneVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the files of `corpus/volume-http`. Confined to one file.
final class ScenarioReader {

  private final Map<String, List<String>> servers = new LinkedHashMap<>();
  private final List<String> withPublicPort = new ArrayList<>();
  private final List<String> security = new ArrayList<>();
  private final List<OneVolume> volumes = new ArrayList<>();
  private final List<Scenario.Step> steps = new ArrayList<>();

  private String title = "";
  private final List<String> acts = new ArrayList<>();
  private final List<String> request = new ArrayList<>();
  private final List<String> theirs = new ArrayList<>();
  private final List<String> ours = new ArrayList<>();

  /// The servers alone.
  static Scenario setUp(String name, List<String> lines) {
    ScenarioReader reader = new ScenarioReader();
    lines.forEach(reader::setUp);
    return reader.scenario(name);
  }

  static Scenario read(Path file) throws IOException {
    ScenarioReader reader = new ScenarioReader();
    for (String line : Files.readAllLines(file)) {
      reader.line(line);
    }
    reader.endStep();
    return reader.scenario(file.getFileName().toString().replace(".txt", ""));
  }

  private Scenario scenario(String name) {
    return new Scenario(name, servers, withPublicPort, security, volumes, steps);
  }

  private void line(String line) {
    if (line.startsWith("== ")) {
      endStep();
      title = line.substring("== ".length());
    } else if (line.startsWith("* ")) {
      acts.add(line.substring(2));
    } else if (line.startsWith(">")) {
      request.add(behind(line));
    } else if (line.startsWith("<")) {
      theirs.add(behind(line));
    } else if (line.startsWith("!")) {
      ours.add(behind(line));
    } else if (!line.isEmpty() && !line.startsWith("#")) {
      setUp(line);
    }
  }

  /// Without the mark and the one blank behind it.
  private static String behind(String line) {
    return line.length() > 1 ? line.substring(2) : "";
  }

  private void setUp(String line) {
    List<String> words = Arrays.asList(line.split(" ", -1));
    switch (words.getFirst()) {
      case "server" -> servers.put(words.get(1), words.subList(2, words.size()));
      case "public" -> withPublicPort.add(words.get(1));
      case "security" -> security.add(line.substring("security ".length()));
      case "volume" -> {
        Map<String, String> more = new HashMap<>();
        for (String word : words.subList(3, words.size())) {
          more.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        }
        volumes.add(
            new OneVolume(
                words.get(1),
                Integer.parseInt(words.get(2)),
                more.getOrDefault("collection", ""),
                more.getOrDefault("replication", "000"),
                more.getOrDefault("ttl", "")));
      }
      default -> throw new IllegalArgumentException(line);
    }
  }

  private void endStep() {
    if (!request.isEmpty()) {
      String[] first = request.getFirst().split(" ", 3);
      int blank = request.indexOf("");
      steps.add(
          new Exchange(
              title,
              act("via "),
              act("hold "),
              first[0],
              first[1],
              first[2],
              request.subList(1, blank < 0 ? request.size() : blank).stream().toList(),
              blank < 0 ? "" : String.join("", request.subList(blank + 1, request.size())),
              blank >= 0,
              answer(ours.isEmpty() ? theirs : ours)));
    } else {
      for (String act : acts) {
        steps.add(new Act(title, List.of(act.split(" ", -1))));
      }
    }
    acts.clear();
    request.clear();
    theirs.clear();
    ours.clear();
  }

  private String act(String kind) {
    return acts.stream()
        .filter(act -> act.startsWith(kind))
        .map(act -> act.substring(kind.length()))
        .findFirst()
        .orElse("");
  }

  private Answer answer(List<String> lines) {
    Check.that(!lines.isEmpty(), () -> title + " has no answer");
    if (lines.getFirst().equals("closed")) {
      return new Answer(0, true, true, List.of(), "");
    }
    String[] status = lines.getFirst().split(" ", -1);
    int blank = lines.indexOf("");
    return new Answer(
        Integer.parseInt(status[0]),
        status.length > 1 && status[1].equals("cut"),
        status.length > 1 && status[1].equals("bare"),
        lines.subList(1, blank < 0 ? lines.size() : blank).stream().toList(),
        blank < 0 ? "" : String.join("", lines.subList(blank + 1, lines.size())));
  }
}
