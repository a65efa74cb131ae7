package atoll.volumeserver.replay;

import java.util.List;
import java.util.Map;

/// One recorded file: servers, and what passes between them and a client. Immutable.
///
/// @param servers their flags by name
/// @param withPublicPort those that have one
/// @param security the lines of `security.toml`
record Scenario(
    String name,
    Map<String, List<String>> servers,
    List<String> withPublicPort,
    List<String> security,
    List<OneVolume> volumes,
    List<Step> steps) {

  /// A volume that is there from the beginning.
  record OneVolume(String server, int id, String collection, String replication, String ttl) {}

  /// One step.
  sealed interface Step {
    String title();
  }

  /// Something that happens beside HTTP.
  record Act(String title, List<String> words) implements Step {}

  /// A request and its answer.
  ///
  /// @param via a connection that is kept; empty for one of its own
  /// @param hold a connection of which only the head is read; empty for none
  /// @param target the server
  /// @param fields in the notation
  /// @param body in the notation; empty if there is none
  record Exchange(
      String title,
      String via,
      String hold,
      String target,
      String method,
      String uri,
      List<String> fields,
      String body,
      boolean hasBody,
      Answer answer)
      implements Step {}

  /// What is wanted.
  ///
  /// @param status 0 if the connection just ends
  /// @param cut whether the connection ends within the body
  /// @param bare whether the two usual header fields are missing
  /// @param fields in the notation
  /// @param body in the notation
  record Answer(int status, boolean cut, boolean bare, List<String> fields, String body) {}
}
